// Names of what a case has: kind, state, source, way of supervision.
export default {
  kind: {
    complaint: '投诉', repair: '报修', suggestion: '建议', praise: '表扬', inquiry: '咨询',
    inspection: '检查发现', directive: '督办',
  },
  state: {
    submitted: '已登记', dispatched: '已派单', rectifying: '整改中', rectified: '已整改待复查',
    verified: '复查通过待回访', closed: '已办结', rejected: '不予受理', withdrawn: '已撤回', merged: '已合并',
  },
  severityPlain: {
    minor: '一般事项，按期办理', major: '较重，优先办理', serious: '严重，加急办理',
    critical: '紧急，涉及人身安全，立即处置',
  },
  source: { web: '网页', phone: '电话', walk_in: '来访', check: '检查', superior: '上级交办', hotline: '热线转办' },
  tag: {
    internal: '内部检查', from_complaint: '接受投诉', comprehensive: '全面检查', partial: '局部检查',
    from_above: '上级督促', self_check: '处室自查', regular: '定期检查', irregular: '不定期检查',
    open_visit: '明察', covert_visit: '暗访', tracking: '质量全程追踪', joint: '邀请参与',
  },
  word: { satisfied: '满意', dissatisfied: '不满意', silent: '未表态' },
};
