// Inspections and their reports.
export default {
  inspections: {
    title: '检查报告', list: '报告列表', lead: '每次检查一份报告，编号备案，出具后不再改动。', pick: '从左侧选择一份报告。', empty: '没有符合条件的报告。', emptySoFar: '已看过的里面没有符合条件的，后面还有。',
    domain: '领域', unit: '受检单位', check: '检查类别', from: '提交自', to: '提交至', self: '自查', covert: '暗访', noGrade: '不评级', raisedN: (n) => `立案 ${n}`, toAcknowledge: '待签收', acknowledged: '已签收',
    unreadable: (n) => `有 ${n} 份报告的记录无法读取，没有列出，请告知管理员。`,
    print: '打印版报告', digest: '摘要', place: '地点', started: '开始', submitted: '提交', signature: '检查人', ways: '监督方式', participants: '邀请参与', rules: '规则版本', occurrence: '对应的检查计划', again: '复查的问题',
    passed: '复查通过', notPassed: '复查未通过', summary: '总体评价', points: '分', sections: '各部分得分', notApplied: '不适用', failedN: (n) => `${n} 项不合格`, weight: (n) => `权重 ${n}`,
    arithmetic: (n) => `计算得分 ${n}`, lines: '逐项结果', failedLines: '不合格', partialLines: '扣分', fullLines: (n) => `满分的 ${n} 项`, skippedLines: (n) => `不适用的 ${n} 项`, noneLost: '没有不合格，也没有扣分。',
    pointsOf: (a, b) => `得 ${a} / ${b} 分`, lost: (n, factor) => (factor > 1 ? `扣 ${n}（含重复加重 ×${factor}）` : `扣 ${n}`), repeats: (n) => `近期第 ${n + 1} 次`, critical: '关键项', veto: '一票否决', answer: '检查情况', note: '说明', basis: '依据', photos: '照片',
    raisedCase: '已立案', notice: '通知单', rectifyBy: (time) => `整改期限 ${time}`, raised: '立案与通知单', noneRaised: '没有立案。', propose: '立案并派发通知单', proposed: '尚未立案，可补办。', raiseTitle: (item) => `立案：${item}`, raiseSubmit: '立案并派发', raiseDone: '已立案，《问题整改通知单》已派发。',
    facts: '存在问题', factsHint: '空着就按检查情况填写。', requirement: '整改要求', requirementHint: '空着就是“立即整改，查明原因，限期反馈”。', severity: '严重程度', severityHint: '空着就按规则。', rectify: '整改期限', rectifyHint: '空着就按规则。', signer: '签发人',
    acknowledgement: '单位签收', acknowledge: '签收', acknowledgeLead: '请确认已阅读本报告；意见会一并记录。', receiver: '签收人', comment: '意见', acknowledgeDone: '已签收。', notYet: '单位尚未签收。', selfNote: '自查报告不需要签收。', by: (who, at) => `${who}，${at}`,
  },
};
