// Words that all views share: common buttons and states, lengths of time.
export default {
  common: {
    loading: '正在加载…', retry: '重试', cancel: '取消', more: '加载更多', none: '无',
    optional: '选填', required: '必填', copy: '复制', copied: '已复制', back: '返回',
    offline: '网络不通，请检查网络后重试。', unreadable: '服务返回的内容无法识别，请稍后再试。',
    failed: '没有成功', away: '服务暂时不可用，请稍后再试。',
    tooMany: '操作太频繁，请稍候。', retryAfter: (s) => `约 ${s} 秒后可重试。`, any: '全部', stars: (n) => `${n} 星`,
    chars: (n, max) => `${n}/${max} 字`, choose: '请选择', close: '关闭', show: '查看',
    noChart: '图没有加载成功，数据见下表。', previous: '上个月', next: '下个月', month: '月份', filters: '筛选', all: '全部',
  },
  time: { now: '刚刚', moment: '不到 1 分钟', days: '天', hours: '小时', minutes: '分钟', ago: (t) => `${t}前` },
};
