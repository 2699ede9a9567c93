// Words that several views share: head, common buttons, names of kinds and states.
export default {
  app: {
    title: '后勤服务监督', short: '后勤监督', sub: '有诉必应 · 一件一号 · 全程可查',
    report: '我要反映', follow: '查进度', board: '公示', desk: '工作台',
    nav: '主导航', other: 'English', language: '语言',
  },
  common: {
    loading: '正在加载…', retry: '重试', cancel: '取消', more: '加载更多', none: '无',
    optional: '选填', required: '必填', copy: '复制', copied: '已复制', back: '返回',
    offline: '网络不通，请检查网络后重试。', unreadable: '服务返回的内容无法识别，请稍后再试。',
    failed: '没有成功', away: '服务暂时不可用，请稍后再试。',
    tooMany: '操作太频繁，请稍候。', retryAfter: (s) => `约 ${s} 秒后可重试。`, any: '全部', stars: (n) => `${n} 星`,
    chars: (n, max) => `${n}/${max} 字`, choose: '请选择', close: '关闭', show: '查看',
    noChart: '图没有加载成功，数据见下表。', previous: '上个月', next: '下个月', month: '月份', filters: '筛选', all: '全部',
  },
  kind: {
    complaint: '投诉', repair: '报修', suggestion: '建议', praise: '表扬', inquiry: '咨询',
    inspection: '检查发现', directive: '督办',
  },
  state: {
    submitted: '已登记', dispatched: '已派单', rectifying: '整改中', rectified: '已整改待复查',
    verified: '复查通过待回访', closed: '已办结', rejected: '不予受理', withdrawn: '已撤回', merged: '已合并',
  },
  severity: { minor: '一般', major: '较重', serious: '严重', critical: '紧急' },
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
  time: { now: '刚刚', moment: '不到 1 分钟', days: '天', hours: '小时', minutes: '分钟', ago: (t) => `${t}前` },
};
