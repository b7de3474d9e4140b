import { Component, type ReactNode } from 'react';
import { Button, Result } from 'antd';
import { messages, useText } from '../language/text.js';

const texts = messages({
  title: { zh: '本页出错了', en: 'This page has failed' },
  say: {
    zh: '数据没有受影响。请重新打开；若再次出现，请把下面这一行告诉运维人员。',
    en: 'No data is affected. Open it again; should it come back, tell whoever runs the gateway this line.',
  },
  again: { zh: '重新打开', en: 'Open again' },
});

interface Props {
  readonly children: ReactNode;
}

/** Keeps the frame standing when a page fails, and says so. To be keyed by page: another page is another chance. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }


  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Failed error={this.state.error} />;
  }
}

function Failed({ error }: { readonly error: Error }): ReactNode {
  const text = useText(texts);
  return (
    <Result
      status="warning"
      title={text.title}
      subTitle={text.say}
      extra={<Button type="primary" onClick={() => window.location.reload()}>{text.again}</Button>}
    >
      <code>{error.message}</code>
    </Result>
  );
}
