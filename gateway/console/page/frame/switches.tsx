import { BulbOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { messages, useText } from '../language/text.js';
import { usePreferences, type LookChoice } from './preferences.js';

const texts = messages({
  otherLanguage: { zh: 'English', en: '中文' },
  look: { zh: '外观', en: 'Appearance' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  system: { zh: '跟随系统', en: 'As the system' },
});

/** Language and look. */
export function Switches(): ReactNode {
  const text = useText(texts);
  const { language, setLanguage, lookChoice, setLookChoice } = usePreferences();
  const looks: readonly { readonly key: LookChoice; readonly label: string }[] = [
    { key: 'light', label: text.light },
    { key: 'dark', label: text.dark },
    { key: 'as-system', label: text.system },
  ];
  return (
    <>
      <Button type="text" icon={<GlobalOutlined />} lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
        {text.otherLanguage}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{ items: [...looks], selectable: true, selectedKeys: [lookChoice], onClick: ({ key }) => setLookChoice(looks.find((one) => one.key === key)?.key ?? 'as-system') }}
      >
        <Button type="text" icon={<BulbOutlined />} aria-label={text.look} title={text.look} />
      </Dropdown>
    </>
  );
}
