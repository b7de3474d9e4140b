/** Words that the invented departments, companies and people are made of. */

type Words<Word = string> = readonly [Word, ...Word[]];

export interface Department {
  readonly name: 'gannan-housing' | 'gannan-market' | 'gannan-ecology' | 'gannan-transport';
  readonly title: string;
  /** Unified social credit code; an invented body with valid check digits. */
  readonly creditCode: string;
}

export const departments = {
  housing: { name: 'gannan-housing', title: '甘南州住房和城乡建设局', creditCode: '1162300000TET1015P' },
  market: { name: 'gannan-market', title: '甘南州市场监督管理局', creditCode: '1162300000TET1023J' },
  ecology: { name: 'gannan-ecology', title: '甘南州生态环境局', creditCode: '1162300000TET1031D' },
  transport: { name: 'gannan-transport', title: '甘南州交通运输局', creditCode: '1162300000TET104X5' },
} as const satisfies Record<string, Department>;

/** @law GB/T 2260: the counties of the prefecture. */
export const counties: Words<{ readonly code: string; readonly name: string }> = [
  { code: '623001', name: '合作市' },
  { code: '623021', name: '临潭县' },
  { code: '623022', name: '卓尼县' },
  { code: '623023', name: '舟曲县' },
  { code: '623024', name: '迭部县' },
  { code: '623025', name: '玛曲县' },
  { code: '623026', name: '碌曲县' },
  { code: '623027', name: '夏河县' },
];

export const streets: Words = [
  '人民街', '通钦街', '当周街', '腾志街', '舟曲路', '团结路', '洮州路', '香巴拉大道',
];
export const surnames: Words = [
  '马', '杨', '王', '李', '张', '敏', '丁', '石', '包', '赵', '冯', '后', '安', '侯',
];
/** The last ones need four bytes in GB18030 or lie outside the basic plane. */
export const givenNames: Words = [
  '建军', '海燕', '晓峰', '玉兰', '志强', '丽华', '文斌', '春梅', '成林', '淑芳', '永平', '小龙', '雪莲',
  '国栋', '䶮', '𠮷祥',
];
export const tibetanNames: Words = [
  '扎西东知', '才让卓玛', '道吉才让', '拉毛草', '旦正加', '贡保扎西', '卓玛吉', '桑杰嘉措',
];
export const tradeNames: Words = [
  '祥瑞', '远达', '雪域', '金盾', '华源', '天牧', '洮源', '格桑', '安多', '恒通', '瑞丰', '藏乡', '青禾',
  '玛曲源', '德吉', '吉祥',
];

export interface SupervisionItem {
  /** 14 digits. */
  readonly code: string;
  readonly inspection: string;
  readonly object: string;
}

export const housingItems: Words<SupervisionItem> = [
  { code: '01170001010100', inspection: '房屋市政工程质量安全检查', object: '建筑工地' },
  { code: '01170001020100', inspection: '建筑施工企业安全生产条件检查', object: '建筑施工企业' },
  { code: '01170002010100', inspection: '房地产开发企业经营行为检查', object: '房地产开发企业' },
  { code: '01170003010200', inspection: '城镇燃气经营安全检查', object: '燃气经营企业' },
  { code: '01170004010100', inspection: '物业服务企业信用检查', object: '物业服务企业' },
];

export const transportItems: Words<SupervisionItem> = [
  { code: '01180001010100', inspection: '道路运输企业安全生产检查', object: '道路运输企业' },
  { code: '01180001020200', inspection: '机动车维修经营检查', object: '机动车维修企业' },
  { code: '01180002010100', inspection: '公路超限运输治理检查', object: '货物运输源头单位' },
  { code: '01180003010100', inspection: '机动车驾驶员培训机构检查', object: '驾驶员培训机构' },
];

/** Well-formed codes that the province's list does not hold: the department uses an outdated list. */
export const outdatedItemCodes = { housing: '01170009990100', transport: '01180009990100' } as const;

export const inspectionForms: Words = ['日常检查', '专项检查'];
export const inspectionTypes: Words = [
  '双随机检查', '重点检查', '信用监管检查', '投诉举报检查', '跨部门联合检查',
];
export const inspectionModes: Words = ['现场检查', '非现场检查', '书面检查'];
export const inspectionResults: Words = [
  '未发现问题', '未发现问题', '未发现问题', '发现问题已责令改正', '发现问题待后续处理',
  '通过登记的住所（经营场所）无法联系',
];
export const caseSources: Words = ['监督检查', '投诉举报', '上级交办', '其他部门移送'];

export interface Offence {
  readonly type: string;
  readonly facts: string;
  readonly basis: string;
}

export const offences: Readonly<Record<'housing' | 'market' | 'ecology', Words<Offence>>> = {
  housing: [
    {
      type: '未按规定设置安全防护设施',
      facts: '施工现场临边洞口未设置防护栏杆，存在坠落隐患。',
      basis: '《建设工程安全生产管理条例》第六十四条',
    },
    {
      type: '未取得施工许可擅自施工',
      facts: '在未取得施工许可证的情况下擅自开工建设。',
      basis: '《建筑工程施工许可管理办法》第十二条',
    },
    {
      type: '违规使用燃气设施',
      facts: '擅自移动燃气计量装置，未按规定安装泄漏报警装置。',
      basis: '《城镇燃气管理条例》第四十九条',
    },
  ],
  market: [
    {
      type: '销售超过保质期的食品',
      facts: '货架上陈列待售的乳制品12盒，已超过标签标注的保质期。',
      basis: '《中华人民共和国食品安全法》第一百二十四条第一款第五项',
    },
    {
      type: '发布虚假广告',
      facts: '在店堂张贴含有“国家级”“最佳”等用语的广告,\n且无法提供证明材料。',
      basis: '《中华人民共和国广告法》第五十七条',
    },
    {
      type: '未明码标价',
      facts: '经营的商品未标明价格，经责令改正后逾期未改。',
      basis: '《中华人民共和国价格法》第四十二条',
    },
    {
      type: '使用未经检定的计量器具',
      facts: '使用的电子台秤超过检定周期，未申请检定。',
      basis: '《中华人民共和国计量法实施细则》第四十三条',
    },
  ],
  ecology: [
    {
      type: '超标排放水污染物',
      facts: '外排废水化学需氧量浓度超过排放标准0.4倍。',
      basis: '《中华人民共和国水污染防治法》第八十三条第二项',
    },
    {
      type: '未批先建',
      facts: '环境影响评价文件未经批准即开工建设砂石料加工项目。',
      basis: '《中华人民共和国环境影响评价法》第三十一条第一款',
    },
    {
      type: '未采取有效防尘措施',
      facts: '物料露天堆放未覆盖，装卸过程未洒水降尘。',
      basis: '《中华人民共和国大气污染防治法》第一百一十七条',
    },
  ],
};

export interface LicenceKind {
  readonly document: string;
  readonly certificate: string;
  readonly category: '普通' | '特许' | '认可' | '核准' | '登记';
  readonly content: string;
  readonly prefix: string;
}

export const licenceKinds: Words<LicenceKind> = [
  {
    document: '食品经营许可决定书',
    certificate: '食品经营许可证',
    category: '普通',
    content: '预包装食品销售、散装食品销售',
    prefix: 'JY162300',
  },
  {
    document: '药品经营许可决定书',
    certificate: '药品经营许可证',
    category: '普通',
    content: '中药材、中成药、化学药制剂零售',
    prefix: 'YP162300',
  },
  {
    document: '特种设备使用登记决定书',
    certificate: '特种设备使用登记证',
    category: '登记',
    content: '电梯、叉车使用登记',
    prefix: 'TS162300',
  },
  {
    document: '检验检测机构资质认定决定书',
    certificate: '检验检测机构资质认定证书',
    category: '认可',
    content: '食品、环境检验检测能力',
    prefix: 'ZD162300',
  },
  {
    document: '计量标准器具核准决定书',
    certificate: '计量标准考核证书',
    category: '核准',
    content: '社会公用计量标准器具',
    prefix: 'JL162300',
  },
];
