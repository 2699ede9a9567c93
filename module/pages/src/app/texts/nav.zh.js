// The head, and the navigation of everybody and of the staff: each name is the tab's, and its page's title.
export default {
  app: {
    title: '后勤服务监督', short: '后勤监督', sub: '有诉必应 · 一件一号 · 全程可查',
    report: '我要反映', follow: '查进度', board: '公示', desk: '工作台',
    nav: '主导航', other: 'English', language: '语言',
  },
  nav: {
    label: '工作导航', desk: '工作台', inspect: '检查', calendar: '日历', inspections: '检查报告', directives: '台账',
    standing: '考评', rulebook: '规则',
  },
};
