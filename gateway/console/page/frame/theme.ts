import { theme, type ThemeConfig } from 'antd';

export type Look = 'light' | 'dark';

const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

/** Colours that stand for how something is doing, with enough contrast on both grounds; charts use them too. */
export const palette = {
  light: { ink: '#1c2a3a', faint: '#56657a', line: '#dfe5ec', ground: '#f3f5f8', card: '#ffffff', brand: '#14508c', good: '#1b7a4b', soon: '#9a5b00', late: '#b3261e', calm: '#4a6fa5' },
  dark: { ink: '#e4eaf2', faint: '#9fb0c4', line: '#2c3846', ground: '#10161d', card: '#18212b', brand: '#6cb0f5', good: '#5cc791', soon: '#e9ad4b', late: '#ff8f84', calm: '#86a8d8' },
} as const satisfies Record<Look, Record<string, string>>;

/** Dense and quiet: small radii, thin lines, one blue. */
export function themeOf(look: Look): ThemeConfig {
  const colours = palette[look];
  return {
    algorithm: look === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily,
      fontSize: 14,
      borderRadius: 5,
      controlHeight: 32,
      colorPrimary: look === 'dark' ? '#3d8bdd' : colours.brand,
      colorLink: colours.brand,
      colorLinkHover: colours.brand,
      colorLinkActive: colours.brand,
      colorSuccess: colours.good,
      colorWarning: colours.soon,
      colorError: colours.late,
      colorInfo: colours.brand,
      colorTextBase: colours.ink,
      colorTextSecondary: colours.faint,
      colorTextDescription: colours.faint,
      colorTextPlaceholder: colours.faint,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.card,
      colorBgElevated: colours.card,
      colorBorderSecondary: colours.line,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: { headerBg: look === 'dark' ? '#1f2a36' : '#eef2f6', headerColor: colours.faint, cellPaddingBlockSM: 7, headerSplitColor: 'transparent' },
      Card: { headerFontSize: 15, headerHeight: 46 },
      Tag: { defaultBg: 'transparent' },
    },
  };
}
