import { Theme } from '@rjsf/antd';
import { withTheme } from '@rjsf/core';
import type { RJSFSchema } from '@rjsf/utils';
import { Button } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { useLanguage } from '../language/text.js';
import { schemaValidator } from './schema-validator.js';

const Form = withTheme(Theme);

interface Props {
  readonly schema: RJSFSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly submit: string;
  readonly onSubmit: (value: unknown) => void;
}

/** A form drawn from a JSON Schema; nothing is submitted before it fits. */
export function SchemaForm({ schema, value, onChange, submit, onSubmit }: Props): ReactNode {
  const language = useLanguage();
  const validator = useMemo(() => schemaValidator(language), [language]);
  return (
    <Form
      schema={schema}
      formData={value}
      validator={validator}
      showErrorList={false}
      noHtml5Validate
      experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipEmptyDefaults', arrayMinItems: { populate: 'requiredOnly' } }}
      onChange={({ formData }) => onChange(formData)}
      onSubmit={({ formData }) => onSubmit(formData)}
    >
      <Button type="primary" htmlType="submit">{submit}</Button>
    </Form>
  );
}
