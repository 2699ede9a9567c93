// The staff's navigation: each name is the tab's, and its page's title.
export default {
  nav: {
    label: '工作导航', desk: '工作台', inspect: '检查', calendar: '日历', inspections: '检查报告', directives: '台账',
    standing: '考评', rulebook: '规则',
  },
};
