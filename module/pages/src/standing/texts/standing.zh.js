// The standing of units.
export default {
  standing: {
    title: '考评', lead: '各单位一段时间的考评：检查得分、按期整改、重办、满意、应查尽查，按规则里的权重合成。',
    span: '时段', domain: '领域', from: '起始月份', to: '终止月份', own: '自选月份',
    spans: { month: '本月', last: '上月', half: '近 6 个月', year: '近 12 个月' },
    autumn: (y) => `${y} 年秋季学期（9 月—次年 1 月）`, spring: (y) => `${y} 年春季学期（2—7 月）`,
    of: (a, b) => (a === b ? a : `${a} 至 ${b}`), list: '各单位', back: '各单位', unit: '单位', percent: '考评', inspections: '检查次数',
    noData: '无数据', none: '这段时间没有可考评的单位。', trend: '逐月走势', parts: '构成', month: '月份', all: '合计',
    trendOf: (name) => `${name}逐月考评的折线图，数据见旁边的表。`, partsOf: (name) => `${name}考评构成的条形图，数据见旁边的表。`,
    part: '构成部分', weight: '权重', score: '得分率', made: '数据', version: (v) => `规则版本 ${v}`,
    weightOf: (n) => `权重 ${n}%`, times: (n) => `${n} 次检查平均`, share: (a, b) => `${a} / ${b}`, sort: (name) => `按“${name}”排序`,
    rule: '没有数据的部分不计，它的权重按比例分给其余部分；多个领域取平均。', ruleLink: '看权重与规则', low: '低于 60%',
    fewer: '终止月份不能早于起始月份，最多 24 个月。',
  },
};
