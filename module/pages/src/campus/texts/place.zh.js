// Choosing a place.
export default {
  place: {
    label: '在哪里', hint: '输入名称查找，如“一食堂”', none: '没有找到，可在“具体位置”中写明', clear: '清除地点', found: (n) => `找到 ${n} 处`,
  },
};
