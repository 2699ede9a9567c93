// Colours, type and measures. A portal may set the --supervision-* properties; the rest is
// ours. Every pair of text and ground used has a contrast of at least 4.5:1, light and dark.
import { css } from 'lit';

export default css`
  :host {
    --ink: var(--supervision-ink, #1b2a2f);
    --ink-soft: #51636a;
    --ground: var(--supervision-ground, #f3f5f2);
    --card: #ffffff;
    --well: #eef2ef;
    --line: #d5ddd9;
    --line-strong: #7f918e;
    --accent: var(--supervision-accent, #0b6459);
    --accent-strong: #084c44;
    --on-accent: #ffffff;
    --accent-soft: #e0f0ec;
    --good: #1c6b35;
    --good-soft: #e3f2e6;
    --warn: #8a4b00;
    --warn-soft: #fdf0dc;
    --bad: #b3201a;
    --bad-soft: #fdeae8;
    --on-bad: #ffffff;
    --star: #b66a00;
    --radius: 14px;
    --radius-small: 9px;
    --shadow: 0 1px 2px rgb(16 40 36 / 6%), 0 6px 24px rgb(16 40 36 / 5%);
    --touch: 46px;
    color-scheme: light dark;
    color: var(--ink);
    font: 400 16px/1.6 system-ui, -apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans",
      "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --ink: var(--supervision-ink-dark, #e6edeb);
      --ink-soft: #a3b4b1;
      --ground: var(--supervision-ground-dark, #10181a);
      --card: #192325;
      --well: #212d2f;
      --line: #314043;
      --line-strong: #7b908d;
      --accent: var(--supervision-accent-dark, #66cdb9);
      --accent-strong: #8fe0d0;
      --on-accent: #06251f;
      --accent-soft: #17383a;
      --good: #85d59a;
      --good-soft: #17341f;
      --warn: #f2bd71;
      --warn-soft: #3a2a12;
      --bad: #ff9d95;
      --bad-soft: #42201e;
      --on-bad: #3b0805;
      --star: #f2bd71;
      --shadow: 0 1px 2px rgb(0 0 0 / 30%);
    }
  }
`;
