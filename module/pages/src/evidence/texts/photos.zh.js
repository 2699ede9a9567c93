// Photos taken in, and shown.
export default {
  photos: {
    title: '照片', take: '拍照', choose: '从相册选择',
    hint: (max) => `最多 ${max} 张。上传后会去除拍摄地点和设备信息。`,
    one: (n) => `照片 ${n}`, preparing: '处理中', uploading: (percent) => `上传中 ${percent}%`,
    held: '有网络后上传',
    waiting: '等待网络，恢复后自动上传', done: '已上传', failed: '未能上传',
    remove: (n) => `移除照片 ${n}`, retry: '重试', retryOne: (n) => `重新上传照片 ${n}`,
    tooMany: (max) => `最多 ${max} 张照片，多出的没有添加。`,
    unreadable: '无法读取这个文件，请选择 JPEG、PNG 或 WebP 照片。',
    tooLarge: '照片过大，请缩小后再试。',
    count: (n, max) => `${n}/${max}`, missing: '照片无法显示', open: (n) => `打开照片 ${n}`,
    busy: '照片还在上传，请稍候。', unsent: '有照片尚未上传，请重试或移除。',
  },
};
