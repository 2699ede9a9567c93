// The public board.
export default {
  board: {
    title: '服务监督公示', lead: '按受理月份统计，每件只计一次。分子、分母都公开。',
    month: '月份', previous: '上个月', next: '下个月', total: '全部服务', received: '受理',
    answered: '已答复', solved: '已解决', satisfied: '满意', on_time: '按期整改', overdue: '目前超期', checks: '检查完成',
    dissatisfied: '不满意', silent: '未表态', awaiting: '待评价', reopened: '重办',
    of: { answered: '占受理', solved: '占应解决', satisfied: '占已表态', on_time: '占已整改', overdue: '占在办', checks: '占应检' },
    silentNote: '“未表态”是逾期没有评价而办结的，不算满意。', empty: '这个月没有受理。',
    noBase: '暂无', unit: '件', generated: (t) => `统计于 ${t}`, table: '各项服务明细', domain: '服务',
    words: '师生的评价', future: '还没有到这个月。',
  },
};
