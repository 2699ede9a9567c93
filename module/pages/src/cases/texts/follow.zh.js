// Following a case.
export default {
  follow: {
    title: '查进度', lead: '输入提交时得到的查询码。', receipt: '查询码',
    receiptHint: '查询码只用来打开您反映的这一件，不会写进网址或日志。', open: '查询',
    forget: '退出查看', steps: '办理进度', now: '当前', done: '已完成', todo: '未开始',
    text: '您反映的情况', measures: '整改情况', finding: '复查意见', reply: '答复',
    reason: '说明', signBy: '签收期限', rectifyBy: '整改期限', unit: '责任单位',
    notice: '整改通知单', rate: '这件事解决得怎么样？', rating: '满意程度', needRating: '请先选择星级。',
    comment: '想说的话', confirm: '确认办结', reopen: '不满意，要求重办', withdraw: '撤回这件事',
    reopenReason: '哪里还没有解决？', withdrawReason: '撤回的原因', sure: '确定',
    merged: (id) => `与编号 ${id} 是同一件事，已合并办理，下面是它的进度。`,
    yourWord: '您的评价', thanks: '已记录，谢谢。', history: '办理记录', badReceipt: '请核对查询码是否完整。',
    extended: (n) => `已延期 ${n} 次`, reopened: (n) => `重办 ${n} 次`, returned: (n) => `复查退回 ${n} 次`,
    submitted: '反映时间', updated: '最近更新',
  },
  steps: {
    submitted: '已登记', dispatched: '已派单', rectifying: '整改中', rectified: '待复查',
    verified: '待评价', closed: '已办结',
  },
};
