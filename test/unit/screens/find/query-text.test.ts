import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../../src-main/store/search/query.ts';
import { composeQuery, emptyForm, FORM_FIELDS, formOf } from '../../../../src-renderer/screens/find/query-text.ts';

const filled = (values: Partial<ReturnType<typeof emptyForm>>) => ({ ...emptyForm(), ...values });

describe('the form of find', () => {
  test('an empty form asks nothing', () => {
    expect(composeQuery(emptyForm())).toBe('');
  });

  test('each word of a field is named, phrases and exclusions stay whole', () => {
    expect(composeQuery(filled({ name: 'Anna  Kowal', note: '"health data"', subject: '-bicycle' }))).toBe(
      'name:Anna name:Kowal -subject:bicycle note:"health data"',
    );
  });

  test('a number and an address are one thing, in however many pieces', () => {
    expect(composeQuery(filled({ phone: '+48 601 555 014', ip: '192.168.1.0/24' }))).toBe(
      'phone:+48601555014 ip:192.168.1.0/24',
    );
  });

  test('what the box says stands in the form, unnamed words under anywhere', () => {
    expect(formOf('name:anna note:"health data" drip EMAIL:x@y -file:slip')).toEqual(
      filled({ name: 'anna', note: '"health data"', email: 'x@y', file: '-slip', anywhere: 'drip' }),
    );
  });

  test('a quotation mark that never closes takes the rest, and nothing is lost', () => {
    expect(formOf('note:"health data of').note).toBe('"health data of');
  });

  const word = fc.stringMatching(/^[a-zà-þ0-9]{1,8}$/u);
  const words = fc
    .array(
      fc.oneof(
        word,
        word.map((text) => `"${text} ${text}"`),
      ),
      { maxLength: 3 },
    )
    .map((all) => all.join(' '));
  property.prop([fc.record(Object.fromEntries([...FORM_FIELDS, 'anywhere'].map((name) => [name, words])))])(
    'a form is found again in the text it made, and the search understands each of its fields',
    (texts) => {
      const form = { ...emptyForm(), ...texts, phone: '', ip: '', id: '' };
      const text = composeQuery(form);
      expect(formOf(text)).toEqual(form);
      for (const part of parseQuery(text).parts)
        if ('field' in part && part.field !== null)
          expect(form[part.field].toLowerCase()).toContain(part.text.toLowerCase());
    },
  );
});
