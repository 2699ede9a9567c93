// Names of what a rulebook speaks of: severities, checks, answers, evidence, measures and limits.
export default {
  severity: { minor: '一般', major: '较重', serious: '严重', critical: '紧急' },
  check: {
    daily: '每日自查', weekly: '每周重点检查', comprehensive: '全面检查', partial: '局部检查', special: '专项检查',
    unannounced: '暗访', reinspection: '复查',
  },
  answer: {
    pass_fail: '是否合格', graded: '分档评定', measured: '实测', count: '计数', price: '价格对照', sampled_lot: '抽样',
  },
  evidence: { photo: '照片', note: '文字说明', reading: '读数' },
  measure: {
    Cel: '℃', g: 'g', kg: 'kg', h: '小时', min: '分钟', d: '天', a: '年', mm: 'mm', V: 'V', '%': '%', '[pH]': '', 'mg/L': 'mg/L', 'mg/(100.mL)': 'mg/100 mL',
    '{NTU}': 'NTU', '{count}': '',
  },
  limits: {
    between: (least, most, unit) => (least === most ? `应为 ${least} ${unit}`.trim() : `应为 ${least}～${most} ${unit}`.trim()),
    least: (n, unit) => `应不低于 ${n} ${unit}`.trim(), most: (n, unit) => `应不超过 ${n} ${unit}`.trim(),
  },
};
