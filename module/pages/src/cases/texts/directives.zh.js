// The ledger of directives: registered, followed, listed.
export default {
  directives: {
    title: '督办台账', list: '台账', lead: '学校党委行政重大决策部署：谁定的、定了什么、谁负责、办到哪一步。', empty: '没有符合条件的督办件。', emptySoFar: '已看过的里面没有符合条件的，后面还有。',
    unreadable: (n) => `有 ${n} 件的记录无法读取，没有列出，请告知管理员。`,
    domain: '领域', unit: '责任单位', where: '督办状态', entry: '督办台账', noUnit: '尚未派单',
    source: '决定来源', meeting: '会议名称或文号', metOn: '会议或指示日期', decided: '决定事项', owner: '责任人',
    meetingHint: '例如：2026年第18次校长办公会议',
    sources: { party_committee: '党委会议', president_meeting: '校长办公会议', leader_instruction: '校领导指示', superior: '上级部署' },
    supervision: { not_started: '未启动', on_track: '推进中', late: '逾期', urged: '督办中', done: '已落实' },
    milestones: '时间节点', nth: (n) => `第 ${n} 个节点`, name: '要完成什么', due: '完成期限', add: '增加节点', remove: (n) => `删除第 ${n} 个节点`, removeShort: '删除',
    reachedOf: (a, b) => `节点完成 ${a}/${b}`, lateN: (n, days) => `${n} 个逾期，最长 ${days} 天`, noneLate: '没有节点逾期',
    reachedOn: (day) => `${day}完成`, reportedOn: (day) => `${day}报告`, dueOn: (day) => `期限 ${day}`,
    inTime: '按期完成', lateBy: (days) => `逾期 ${days} 天完成`, lateNow: (days) => `未完成，已逾期 ${days} 天`, left: (days) => (days ? `还有 ${days} 天` : '今天到期'), dropped: '未完成',
    urges: (n) => `督办 ${n} 次，之后尚无进展`,
  },
};
