// The calendar of inspections.
export default {
  occurrence: { due: '待检', done: '已检', late: '逾期检', missed: '未检', excused: '免检' },
  calendar: {
    title: '检查日历', lead: '该查的、已查的、漏查的，一目了然。', tabs: { month: '月历', coverage: '覆盖', periods: '时期', schedules: '检查计划' },
    domain: '领域', unit: '单位', state: '状态', legend: '图例', today: '今天', weekdays: ['一', '二', '三', '四', '五', '六', '日'], weekday: (d) => `周${d}`,
    empty: '这个月没有符合条件的检查。', emptyDay: '这一天没有检查。', more: (n) => `还有 ${n} 项`, checks: (n) => `${n} 项检查`, dayLabel: (day, n) => `${day}，${n} 项检查`,
    before: (n) => `今天之前的 ${n} 天`, close: '关闭', of: (day) => `${day}的检查`, pickDay: '点选一天，查看详情。',
    upcoming: '未到时间', overdue: '已过时限', self: '自查', office: '管理处检查', covert: '暗访', window: '时限', until: '最迟', doneAt: '完成于', reason: '免检原因',
    excusedBy: '批准人', report: '查看报告', start: '去检查', excuse: '免检', excuseHint: '写明原因，例如停电、闭馆；此次不计入应检。', excused: '已记为免检。', period: '所在时期', place: '地点',
    coverage: '检查覆盖', due: '应检', done: '按时', late: '逾期', missed: '未检', excusedN: '免检', share: '覆盖率', total: '合计', noCoverage: '这个月还没有到期的检查。',
    coverageNote: '应检只算到目前为止已到期的，免检的不算；覆盖率是按时与逾期完成之和占应检。', overdueList: '已过时限、仍可补检', missedList: '未检', noOverdue: '没有过时限的检查。', noMissed: '没有漏掉的检查。',
    add: '新增', edit: '修改', retire: '停用', restore: '恢复', retired: '已停用', retireSure: (name) => `停用“${name}”？以后不再据此安排检查，已有的记录不变。`, saved: '已保存。', save: '保存',
    builtIn: '规则自带', changed: '已按本校修改', showRetired: '显示已停用的', name: '名称', nameEn: '英文名称',
    periodKind: { term_start: '开学季', graduation: '毕业季', event: '重大活动', vacation: '寒暑假' },
    kind: '类型', from: '第一天', to: '最后一天', domains: '适用领域', domainsHint: '一个都不选，就是全部领域。', times: '检查频次', timesOf: (n) => (n > 1 ? `加密到 ${n} 倍` : '照常'),
    paused: '期间暂停检查', deadline: '整改时限', deadlineHint: '占平时的百分比，10 至 100；空着就照常。', deadlineOf: (n) => `整改时限为平时的 ${n}%`, allDomains: '全部领域', asUsual: '照常',
    days: '起止', newPeriod: '新增时期', editPeriod: '修改时期', noPeriods: '还没有时期。开学季、毕业季、重大活动期间应增加检查频次。',
    newSchedule: '新增检查计划', editSchedule: '修改检查计划', noSchedules: '没有检查计划。', template: '检查表', by: '由谁检查', every: '频率',
    everyOf: { day: '每日', week: '每周', month: '每月' }, everyDay: (working) => (working ? '每个工作日' : '每天'), everyWeek: (day) => `每周，到${day}为止`, everyMonth: (n) => `每月，到 ${n} 日为止`,
    workingDays: '只在工作日', fromMin: '开始时刻', toMin: '截止时刻', lastDayWeek: '到周几为止', lastDayMonth: '到几日为止', lastDayHint: '当月没有这一天的，到月末。', lateMin: '宽限（小时）', lateHint: '过了时限，这么久以内补检算逾期完成。', late_: '宽限',
    basis: '依据', basisHint: '合同条款或本校规定。', anyPlace: '不限地点', idOf: '编号', between: (a, b) => `${a}—${b}`,
  },
};
