// A checklist being answered, and what comes of it.
export default {
  checklist: {
    addItem: '加查一项', addItemHint: '复查默认只查出过问题的事项，可以加查其他项。',
    how: '怎么查 · 依据', howTo: '检查方法', basis: '依据', fix: '整改时限', critical: '关键项', veto: '一票否决项',
    result: { pass: '合格', fail: '不合格', not_applicable: '不适用' },
    verdict: { full: '✓ 合格', partial: '△ 扣分，未到不合格', failed: '✗ 不合格' },
    worst: '0 最差', best: (n) => `${n} 最好`, less: '减一', moreOf: '加一', zero: '填 0', sign: '换正负号',
    noNumber: '请填一个数，如 62.5', wholeNumber: '请填不小于 0 的整数', incomplete: '还没有填完',
    byServer: '填好了，由系统核算是否合格', failedByServer: '✗ 系统核算为不合格', figures: '由系统自动取数，不用填写。',
    number: '数值', rowN: (n) => `第 ${n} 组`, addRow: '再加一组', remove: '删除', removeRow: (n) => `删除第 ${n} 组`,
    weekday: '星期', weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日', '下周一', '下周二'],
    note: '说明', needs: '不合格须附：', needThere: (what) => `✓ ${what}（已有）`, needMissing: (what) => `${what}（还缺）`, comma: '、', addPhoto: '照片',
    section: '部分', left: (n) => `（差 ${n} 项）`, progress: (done, total) => `已完成 ${done} 项，共 ${total} 项`, nextMissing: (n) => `下一项未完成（${n}）`,
    passRest: (n) => `其余 ${n} 项看过，全部合格`, passRestHint: '只填还没有回答的合格与否项；实测和计数仍要逐项填写。', passedRest: (n) => `已将 ${n} 项记为合格。`, undo: '撤销',
    keeping: '正在存…', photoLost: '没有存在本机',
    finish: '完成检查',
  },
  outcome: { full: '满分', partial: '扣分', failed: '不合格', skipped: '不适用' },
  score: { points: '分', noGrade: '不定级', sections: '各部分得分', failed: (n) => `${n} 项不合格` },
};
