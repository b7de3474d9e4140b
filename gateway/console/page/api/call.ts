import type { Answers, Operation, Reading } from './answers.js';

/** What the gateway says of a request that it refuses (RFC 9457), or the page of one that got no answer. */
export interface ProblemDetails {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly detail?: string;
  readonly fix: string;
  readonly fixEn: string;
  readonly failureId?: string;
}

export class ApiProblem extends Error {
  readonly details: ProblemDetails;
  readonly status: number;

  constructor(details: ProblemDetails, status: number) {
    super(`${details.code}: ${details.titleEn}`);
    this.details = details;
    this.status = status;
  }
}

export interface CallParts {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly bearer?: string;
}

export const apiPrefix = '/api/v1';

/** What proves with changing requests that they come from this page; known once signed in. */
const session = { csrf: '' };

/** Told to the page when the gateway no longer knows the session. */
export const signedOut = 'jiantong:signed-out';

export function rememberCsrf(csrf: string | null): void {
  session.csrf = csrf ?? '';
}

/** The address of an operation: its path with the given names in it, and its query. */
export function addressOf(operation: Operation, { path = {}, query = {} }: CallParts = {}): string {
  const template = operation.slice(operation.indexOf(' ') + 1);
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? '')));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${apiPrefix}${filled}${search === '' ? '' : `?${search}`}`;
}

/**
 * Asks the gateway. Throws ApiProblem with the gateway's own words for a refusal. The answer is believed to be what the
 * operation promises: it comes from the program that this page is part of, whose tests hold its answers to the same views.
 */
export async function call<O extends Operation>(operation: O, parts: CallParts = {}): Promise<Answers[O]> {
  const method = operation.slice(0, operation.indexOf(' '));
  const headers = new Headers({ Accept: 'application/json' });
  if (parts.body !== undefined) headers.set('Content-Type', 'application/json');
  if (parts.bearer !== undefined) headers.set('Authorization', `Bearer ${parts.bearer}`);
  else if (method !== 'GET' && session.csrf !== '') headers.set('X-Jiantong-Csrf', session.csrf);
  const body = parts.body === undefined ? {} : { body: JSON.stringify(parts.body) };
  const response = await answerTo(addressOf(operation, parts), { method, headers, ...body });
  return (await response.json()) as Answers[O];
}

/** Reads what stands at the address of an operation, until `signal`. */
export async function read<O extends Reading>(address: string, signal: AbortSignal): Promise<Answers[O]> {
  const response = await answerTo(address, { headers: { Accept: 'application/json' }, signal });
  return (await response.json()) as Answers[O];
}

async function answerTo(address: string, init: RequestInit): Promise<Response> {
  const response = await fetchOrExplain(address, init);
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.details.code === 'API_TOKEN_REFUSED' && session.csrf !== '') window.dispatchEvent(new Event(signedOut));
  throw problem;
}

async function fetchOrExplain(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(unreachable, 0);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const said: unknown = await response.json().catch(() => undefined);
  return new ApiProblem(isProblem(said) ? said : { ...unreachable, detail: `HTTP ${String(response.status)}` }, response.status);
}

function isProblem(said: unknown): said is ProblemDetails {
  return typeof said === 'object' && said !== null && 'code' in said && 'title' in said && 'fix' in said;
}

const unreachable: ProblemDetails = {
  code: 'CONSOLE_GATEWAY_UNREACHABLE',
  title: '网关没有应答。',
  titleEn: 'The gateway does not answer.',
  fix: '请检查网络，或询问运维人员网关是否在运行；恢复后本页会自行更新。',
  fixEn: 'Check the network, or ask whether the gateway runs; this page catches up by itself.',
};
