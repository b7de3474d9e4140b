import { Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useQuery } from '../router/location.js';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FilterProps {
  /** Under which name the address keeps it. */
  readonly name: string;
  readonly label: string;
}

/** Narrows a list to one of many values; a change leads back to the first page. */
export function QuerySelect({ name, label, choices }: FilterProps & { readonly choices: readonly Choice[] }): ReactNode {
  const [query, setQuery] = useQuery();
  return (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      className="filter"
      value={query[name] ?? null}
      options={[...choices]}
      onChange={(value: string | undefined) => setQuery({ [name]: value, cursor: undefined })}
    />
  );
}

/** One of a few standings of a list, the first unless the address says otherwise. */
export function QueryChoice({ name, label, choices }: FilterProps & { readonly choices: readonly Choice[] }): ReactNode {
  const [query, setQuery] = useQuery();
  const first = choices[0]?.value ?? '';
  return (
    <Segmented
      aria-label={label}
      options={[...choices]}
      value={query[name] ?? first}
      onChange={(value) => setQuery({ [name]: value === first ? undefined : value, cursor: undefined })}
    />
  );
}

/** Narrows a list that is all there by a text. */
export function QuerySearch({ name, label }: FilterProps): ReactNode {
  const [query, setQuery] = useQuery();
  return (
    <Input.Search
      aria-label={label}
      placeholder={label}
      allowClear
      className="filter"
      defaultValue={query[name] ?? ''}
      onChange={({ target }) => setQuery({ [name]: target.value }, 'replace')}
    />
  );
}
