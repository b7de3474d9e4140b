import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashPassword, isPassword, makeFirstPassword, passwordFault } from '../../../gateway/access/password.js';

describe('a password', () => {
  it('is known again, however it was typed in Unicode, and no other is', async () => {
    const stored = await hashPassword('四匹马 ﬁnd the river');
    expect(stored).toMatch(/^scrypt\$65536\$8\$2\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword('四匹马 find the river', stored)).toBe(true);
    expect(await isPassword('四匹马 find the rivers', stored)).toBe(false);
    expect(await isPassword('', stored)).toBe(false);
  });

  it('is stored another way each time', async () => {
    expect(await hashPassword('same words twice')).not.toBe(await hashPassword('same words twice'));
  });

  it('of somebody who does not exist is looked at for as long and is always wrong', async () => {
    expect(await isPassword('anything', undefined)).toBe(false);
  });

  it.each([
    ['too short', '11个字符ab', '至少12个字符'],
    ['with the name in it', 'Ma-Jianguo-2026', '不得包含登录名'],
    ['of few letters', 'abababababababab', '至少6个不同的字符'],
    ['too long', 'abcdefgh'.repeat(26), '至多200个字符'],
  ])('%s is refused with what is wanted', (_what, password, wanted) => {
    expect(passwordFault(password, { name: 'ma-jianguo' })?.zh).toBe(wanted);
  });

  it('made for a first sign-in is good enough itself and never the same', () => {
    const made = Array.from({ length: 200 }, makeFirstPassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) {
      expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
      expect(passwordFault(password, { name: 'ma-jianguo' })).toBeUndefined();
    }
  });

  it('of any text has an answer, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        const fault = passwordFault(password, { name: 'x' });
        return fault === undefined || fault.zh !== '';
      }),
    );
  });
});
