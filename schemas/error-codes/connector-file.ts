import type { ErrorEntry } from './entry.js';

/** Codes of the connectors that read files. `…_ROW_…`, `…_CELL_…` and `FILE_TEXT_…` name what is wrong with one row. */
export const fileConnectorErrors = {
  FILE_PLACE_OUTSIDE_WORKSPACE: {
    recovery: 'fixConfig', status: 422,
    zh: '文件夹在工作区之外', en: 'The folder lies outside the workspace',
    fixZh: '把文件放在工作区内，或改正 folder；指向工作区之外的符号链接也不可用。',
    fixEn: 'Put the files inside the workspace or mend folder; symbolic links that lead out of it do not work either.',
  },
  FILE_FOLDER_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '文件夹或文件不存在', en: 'The folder or file does not exist',
    fixZh: '新建文件夹，或改正 folder。', fixEn: 'Create the folder or mend folder.',
  },
  FILE_FOLDER_TOO_FULL: {
    recovery: 'fixConfig', status: 422,
    zh: '文件夹中相符的文件过多', en: 'Too many matching files in the folder',
    fixZh: '设 archive: move，或移走旧文件，或收窄 pattern。',
    fixEn: 'Set archive: move, move old files away, or narrow pattern.',
  },
  FILE_ARCHIVE_DAMAGED: {
    recovery: 'skipRecord', status: 422,
    zh: '压缩文件已损坏、已加密或不是所称的格式', en: 'The archive is damaged, has a password, or is of another format',
    fixZh: '请重新压缩（不设密码，ZIP 或 gzip 格式）后再放入。', fixEn: 'Pack it again as ZIP or gzip, without a password.',
  },
  FILE_ARCHIVE_EMPTY: {
    recovery: 'skipRecord', status: 422,
    zh: '压缩文件中没有相符的文件', en: 'No file in the archive matches',
    fixZh: '核对 entries 与压缩文件中的文件名。', fixEn: 'Compare entries with the names in the archive.',
  },
  FILE_ARCHIVE_TOO_LARGE: {
    recovery: 'skipRecord', status: 422,
    zh: '压缩文件解压后过大，或文件过多', en: 'The archive unpacks to too much, or holds too many files',
    fixZh: '请拆成几个压缩文件；确认文件来源可靠。', fixEn: 'Split it into several archives, and make sure where it comes from.',
  },
  FILE_HOST_KEY_WRONG: {
    recovery: 'fixConfig', status: 502,
    zh: 'SFTP 服务器的主机密钥与指纹不符', en: 'The key of the SFTP server has another fingerprint',
    fixZh: '先向对方核实（可能有人冒充服务器）；确属更换密钥时，改正 place.hostKey。',
    fixEn: 'Ask the far side first: someone may pose as the server. If the key was replaced, mend place.hostKey.',
  },
  FILE_PLACE_REFUSED: {
    recovery: 'retry', status: 502,
    zh: '文件服务器拒绝了操作', en: 'The file server refused what was asked',
    fixZh: '按所示应答码请对方核对空间、权限和文件名规则。',
    fixEn: 'Have the far side look at space, rights and rules for names, by the answer shown.',
  },
  FILE_NOT_READABLE: {
    recovery: 'fixConfig', status: 422,
    zh: '没有读取权限', en: 'The file or folder may not be read',
    fixZh: '给运行网关的账户读取权限（archive: move 时还需写入权限）。',
    fixEn: 'Give the account that runs the gateway the right to read (and to write, with archive: move).',
  },
  FILE_CHANGED_WHILE_READ: {
    recovery: 'retry', status: 503,
    zh: '读取时文件变短了', en: 'The file became shorter while it was read',
    fixZh: '无需处理，将自动重读；常发生时改用 readyWhen: marker 或 rename。',
    fixEn: 'Nothing: it is read again. If it happens often, use readyWhen: marker or rename.',
  },
  FILE_ENCODING_NOT_SUPPORTED: {
    recovery: 'fixConfig', status: 422,
    zh: '不支持该字符编码', en: 'This character encoding is not supported',
    fixZh: '请另存为 UTF-8 或 GB18030。', fixEn: 'Save the file as UTF-8 or GB18030.',
  },
  FILE_COLUMN_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '文件中没有这一列', en: 'The file has no such column',
    fixZh: '核对 source.key 与文件表头。', fixEn: 'Compare source.key with the header of the file.',
  },
  FILE_TEXT_ENCODING_BROKEN: {
    recovery: 'skipRecord', status: 422,
    zh: '该行含有无法识别的字节', en: 'The row holds bytes that fit no character',
    fixZh: '请用正确的编码重新导出该行，或改正 encoding。',
    fixEn: 'Export the row again in the right encoding, or mend encoding.',
  },
  FILE_VALUE_NOT_WRITABLE: {
    recovery: 'skipRecord', status: 422,
    zh: '该值不能写入这类文件', en: 'The value cannot stand in a file of this kind',
    fixZh: '按所示列和原因改正数据或映射。', fixEn: 'Mend data or mapping by the column and reason shown.',
  },
  CSV_HEADER_INVALID: {
    recovery: 'fixConfig', status: 422,
    zh: 'CSV 表头不可用', en: 'The CSV header cannot be used',
    fixZh: '改正表头，或用 header 给出列名，或用 skipLines 跳过标题行。',
    fixEn: 'Mend the header row, name the columns in header, or pass over title lines with skipLines.',
  },
  CSV_ROW_CELLS_WRONG: {
    recovery: 'skipRecord', status: 422,
    zh: '该行单元格数与表头不符', en: 'The row has another number of cells than the header',
    fixZh: '含分隔符的单元格要加引号。', fixEn: 'Put cells that hold the delimiter into quotes.',
  },
  CSV_ROW_QUOTE_BROKEN: {
    recovery: 'skipRecord', status: 422,
    zh: '该行引号有误', en: 'The quotes of the row are broken',
    fixZh: '以引号开头的单元格须以引号结尾，其中的引号须写两次。',
    fixEn: 'A cell that begins with a quote ends with one, and quotes inside it are doubled.',
  },
  CSV_ROW_TOO_LONG: {
    recovery: 'skipRecord', status: 422,
    zh: '该行过长', en: 'The row is too long',
    fixZh: '检查是否缺少换行，或有未闭合的引号。', fixEn: 'Look for a missing line end or a quote that is never closed.',
  },
  JSON_FILE_INVALID: {
    recovery: 'skipRecord', status: 422,
    zh: '不是可读的 JSON 文件', en: 'Not a readable JSON file',
    fixZh: '按所示原因改正文件；找不到数组时核对 rows 路径。', fixEn: 'Mend the file as shown; where no array is found, check the path in rows.',
  },
  JSON_ROW_INVALID: {
    recovery: 'skipRecord', status: 422,
    zh: '该条不是 JSON 记录', en: 'This is no JSON record',
    fixZh: '请来源系统改正该条后重新放入。', fixEn: 'Have the source mend it and put the file in again.',
  },
  XML_FILE_INVALID: {
    recovery: 'skipRecord', status: 422,
    zh: '不是可读的 XML 文件', en: 'Not a readable XML file',
    fixZh: '按所示原因改正文件；不接受 DOCTYPE 和外部实体。', fixEn: 'Mend the file as shown; a DOCTYPE and external entities are not accepted.',
  },
  XML_ROW_TOO_LARGE: {
    recovery: 'skipRecord', status: 422,
    zh: '该条 XML 记录过大', en: 'The XML record is too large',
    fixZh: '检查 rows 是否指向单条记录，或请来源系统去掉附件内容。', fixEn: 'Check that rows leads to single records, or have the source leave attachments out.',
  },
  EXCEL_FILE_DAMAGED: {
    recovery: 'skipRecord', status: 422,
    zh: '不是可读的 .xlsx 工作簿', en: 'Not a readable .xlsx workbook',
    fixZh: '请在 Excel 或 WPS 中打开，不设密码，另存为 .xlsx 后重新放入。',
    fixEn: 'Open it, save it as .xlsx without a password, and put it in the folder again.',
  },
  EXCEL_FILE_TOO_LARGE: {
    recovery: 'skipRecord', status: 422,
    zh: '工作簿解压后过大', en: 'The workbook unpacks to too much',
    fixZh: '请拆成几个文件；确认文件来源可靠。', fixEn: 'Split it into several files, and make sure where it comes from.',
  },
  EXCEL_SHEET_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '没有这个工作表', en: 'There is no such sheet',
    fixZh: '改正 sheet，或修改工作表名称。', fixEn: 'Mend sheet, or rename the sheet.',
  },
  EXCEL_HEADER_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '找不到可用的表头行', en: 'No usable header row was found',
    fixZh: '用 headerRow 给出表头行号，或用 columns 给出已知列名；列名不得重复。',
    fixEn: 'Give the number of the row in headerRow or known names in columns; no name may stand twice.',
  },
  EXCEL_CELL_ERROR: {
    recovery: 'skipRecord', status: 422,
    zh: '单元格是错误值', en: 'The cell holds an error',
    fixZh: '改正公式。', fixEn: 'Mend the formula.',
  },
  EXCEL_CELL_TOO_LONG: {
    recovery: 'skipRecord', status: 422,
    zh: '单元格文字过长', en: 'The text of the cell is too long',
    fixZh: '请缩短文字。', fixEn: 'Shorten the text.',
  },
  EXCEL_FORMULA_NOT_CALCULATED: {
    recovery: 'skipRecord', status: 422,
    zh: '公式没有计算结果', en: 'The formula has no result',
    fixZh: '请在 Excel 或 WPS 中打开并保存一次。', fixEn: 'Open the workbook in a spreadsheet program and save it once.',
  },
  EXCEL_NUMBER_PRECISION_LOST: {
    recovery: 'skipRecord', status: 422,
    zh: '数字过长，Excel 已丢失末尾数位', en: 'The number is too long: Excel has lost its last digits',
    fixZh: '把该列设为“文本”格式后重新填写（如 18 位代码、证件号码）。',
    fixEn: 'Format the column as text and enter the value again (codes and identity numbers of 18 digits).',
  },
} as const satisfies Record<string, ErrorEntry>;
