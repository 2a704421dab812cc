import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allActions, keyCatalogue } from './key-catalogue.ts';
import {
  defaultKeys,
  effectiveKeys,
  movedKey,
  objectionsIn,
  objectionTo,
  resetKey,
  withKey,
  withoutOwn,
} from './key-choice.ts';
import { isKeys } from './key-names.ts';
import { reservedFor } from './reserved-keys.ts';

describe('the catalogue', () => {
  it('has no key twice where both can be meant, and none that is reserved', () => {
    expect(objectionsIn({}).map(({ id, keys, message }) => `${id} ${keys}: ${message}`)).toEqual([]);
  });

  it.each(allActions.map((action) => [action.id, action] as const))('%s can be read and written', (id, action) => {
    const keys = defaultKeys(id);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every(isKeys)).toBe(true);
    expect(action.label).not.toBe('');
  });

  it('has no two groups of one name: each is a landmark in the settings', () => {
    const titles = Object.values(keyCatalogue).map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  it('knows every action of every scope by one name', () => {
    const count = Object.values(keyCatalogue).reduce((sum, { actions }) => sum + Object.keys(actions).length, 0);
    expect(new Set(allActions.map(({ id }) => id)).size).toBe(count);
  });
});

describe('reservedFor', () => {
  it.each([
    'Ctrl+W',
    'Ctrl+T',
    'Ctrl+L',
    'Alt+F4',
    'Tab',
    'Shift+Tab',
    'Insert',
    'Ctrl+Insert',
    'Ctrl+Alt+N',
    'Ctrl+Plus',
  ])('keeps %s for whose it is', (keys) => expect(reservedFor(keys)).toMatch(/\.$/));
  it.each(['Ctrl+K', 'Space', 'Alt+T', 'F2', 'W', 'Ctrl+Shift+Z'])('leaves %s free', (keys) => {
    expect(reservedFor(keys)).toBeNull();
  });
});

describe('effectiveKeys', () => {
  it('is what the reader set, none, or the original', () => {
    expect(effectiveKeys('call.loop', {})).toEqual(['Shift+Space']);
    expect(effectiveKeys('call.loop', { 'call.loop': 'Q' })).toEqual(['Q']);
    expect(effectiveKeys('call.loop', { 'call.loop': '' })).toEqual([]);
    expect(effectiveKeys('call.zoom-in', {})).toEqual(['Plus', '=']);
  });

  it.each(['q', 'Ctrl+', 'Hyper+Q', 'Shift+?', 'Nonsense'])('does not follow %j, which is no key', (stored) => {
    expect(effectiveKeys('call.loop', { 'call.loop': stored })).toEqual(['Shift+Space']);
  });

  it('is not misled by names that every object has', () => {
    expect(effectiveKeys('call.loop', Object.create({ 'call.loop': 'Q' }))).toEqual(['Shift+Space']);
  });
});

describe('objectionTo', () => {
  it('names the action that has the key, wherever both can be on screen', () => {
    expect(objectionTo('call.loop', 'R', {})?.other?.id).toBe('call.replay');
    expect(objectionTo('call.loop', 'Ctrl+K', {})?.other?.id).toBe('everywhere.palette');
    expect(objectionTo('everywhere.keys', 'R', {})?.other).not.toBeNull();
    expect(objectionTo('between.before', 'Space', {})?.other?.id).toBe('call.play');
  });

  it('lets views that never meet share a key', () => {
    expect(objectionTo('sync.start', 'N', {})).toBeNull();
    expect(objectionTo('list.fetch', 'R', {})).toBeNull();
  });

  it('sees a key that the reader has freed, and one that was taken', () => {
    expect(objectionTo('call.loop', 'R', { 'call.replay': 'Q' })).toBeNull();
    expect(objectionTo('call.loop', 'Q', { 'call.replay': 'Q' })?.other?.id).toBe('call.replay');
  });

  it('asks for Ctrl or Alt where it works while typing', () => {
    expect(objectionTo('everywhere.palette', 'Q', {})?.message).toContain('while you type');
    expect(objectionTo('everywhere.palette', 'Shift+Q', {})?.message).toContain('while you type');
    expect(objectionTo('everywhere.palette', 'Alt+Q', {})).toBeNull();
    expect(objectionTo('everywhere.palette', 'F8', {})).toBeNull();
  });

  it('does not mind the key that the action has', () => {
    expect(objectionTo('call.loop', 'Shift+Space', {})).toBeNull();
  });
});

describe('changing keys', () => {
  const actionId = fc.constantFrom(...allActions.map(({ id }) => id));
  const keys = fc.constantFrom(
    'Q',
    'W',
    'Shift+W',
    'Ctrl+Y',
    'Alt+Q',
    'R',
    'N',
    'Space',
    'Up',
    'Ctrl+K',
    'P',
    '=',
    'Plus',
  );

  it('stores only what differs, and keeps what another version stored', () => {
    expect(withKey({ 'later.thing': 'Q' }, 'call.loop', 'L')).toEqual({ 'later.thing': 'Q', 'call.loop': 'L' });
    expect(withKey({ 'later.thing': 'Q', 'call.loop': 'L' }, 'call.loop', null)).toEqual({ 'later.thing': 'Q' });
    expect(withKey({ 'call.loop': 'L' }, 'call.loop', 'Shift+Space')).toEqual({});
    expect(withoutOwn({ 'later.thing': 'Q', 'call.loop': 'L' })).toEqual({ 'later.thing': 'Q' });
  });

  it('takes a key from the action that had it, and leaves that one its others', () => {
    expect(movedKey({}, 'call.replay', 'call.loop', 'R')).toEqual({ 'call.replay': '', 'call.loop': 'R' });
    expect(movedKey({}, 'call.zoom-in', 'call.loop', '=')).toEqual({ 'call.zoom-in': 'Plus', 'call.loop': '=' });
  });

  it('gives an original key back from who has it by now', () => {
    const { overrides, losers } = resetKey({ 'call.replay': 'Q', 'call.loop': 'R' }, 'call.replay');
    expect(overrides).toEqual({ 'call.loop': '' });
    expect(losers.map(({ id }) => id)).toEqual(['call.loop']);
  });

  it('never ends with a key used twice, whatever is done one after the other', () => {
    const step = fc.record({ id: actionId, keys, kind: fc.constantFrom('set', 'reset', 'none') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let overrides = {};
        for (const { id, keys: wanted, kind } of steps) {
          if (kind === 'reset') overrides = resetKey(overrides, id).overrides;
          else if (kind === 'none') overrides = withKey(overrides, id, '');
          else {
            // As the settings do it: one action after the other gives the key up, until nobody minds.
            for (let objection = objectionTo(id, wanted, overrides); ; objection = objectionTo(id, wanted, overrides)) {
              if (objection === null) overrides = withKey(overrides, id, wanted);
              if (objection === null || objection.other === null) break;
              overrides = movedKey(overrides, objection.other.id, id, wanted);
            }
          }
        }
        expect(objectionsIn(overrides)).toEqual([]);
      }),
    );
  });
});
