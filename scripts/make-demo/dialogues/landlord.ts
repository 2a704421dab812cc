import type { Draft } from '../draft.ts';

const API = 'https://api.haldenelectric.example/crm';
const ORDINALS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
];

const ASK = [
  'What does the meter of flat {n} show?',
  'And flat {n}?',
  'Next is flat {n}. What is the reading?',
  'Now flat {n}, please.',
];
const READ = ['{r}.', 'It says {r}.', 'That one is {r}.', 'Flat {n}, {r}.'];
const ECHO = ['{r}, thank you.', '{r}. Noted.', 'I have {r} for flat {n}. Is that correct?'];

/** A landlord reads sixteen meters, with two long waits on hold: a call of more than half an hour. */
export function sixteenMeters(d: Draft): void {
  d.a('Halden Electricity, Callum speaking. How may I help?');
  d.c('Hello. I own a house with sixteen flats, and every single bill this quarter is wrong.');
  d.a('I am sorry to hear that. I just need to find your account. What is the account number?');
  d.c('It is a business account. {account}.');
  d.tool({
    node: 'find_account',
    method: 'GET',
    url: `${API}/accounts/{account}`,
    response: { account: '{account}', holder: '{name}', meters: 16 },
    vars: { holder: '{name}' },
  });
  d.a(
    'Thank you, {first}. I see sixteen meters, and all of the last readings were estimated. We should take them one by one. Do you have the readings?',
  );
  d.c('Not yet, but I am in the building. I can walk from meter to meter. It will take a while.');
  d.a('That is fine. First let me ask the billing team to unlock the account. Please hold.');
  d.tool({
    node: 'unlock_account',
    method: 'POST',
    url: `${API}/accounts/{account}/unlock`,
    body: { reason: 'bulk_readings' },
    ms: 9800,
    status: null,
    error: 'timeout',
  });
  d.hold(225_000);
  d.a('Thank you for holding. They are still working on it. I will be with you as soon as I can.');
  d.hold(195_000);
  d.a('Thanks for waiting, {first}. The account is open now.');
  d.c('Finally. I was about to give up.', { reactMs: 600 });
  d.a('I understand. Shall we start with the ground floor?');
  d.c('Yes. Give me a minute to open the cupboard.');
  d.a('Take your time.');
  d.wait(42_000);

  let corrected = 0;
  ORDINALS.forEach((n, index) => {
    const reading = `${d.random.digits(5)}`;
    Object.assign(d.slots, { n, r: reading });
    if (index === 0) d.c('Right, I am at the first one.', { reactMs: 500 });
    if (index === 4 || index === 8 || index === 12) {
      d.c('I have to take the stairs now. Next floor.', { reactMs: 1400 });
      d.a('Of course. Take your time.');
      d.wait(50_000 + index * 2500);
      d.c('Okay, I am upstairs.', { reactMs: 500 });
    }
    d.a(ASK[index % ASK.length] ?? '');
    d.c(READ[d.random.int(0, READ.length - 1)] ?? '', { reactMs: d.random.int(9000, 24_000) });
    if (index % 5 === 3) {
      d.tool({
        node: 'submit_reading',
        method: 'POST',
        url: `${API}/meters/{account}-${index + 1}/readings`,
        body: { reading },
        ms: 700,
        status: 422,
        response: { error: 'reading below previous' },
        error: 'non_2xx',
      });
      d.a(
        'The system does not accept that, it is lower than the last reading. Could you check the number again, and also look at whether it is the right meter, since the serial number should end with the number of the flat, or close to it?',
      );
      d.c('Oh, sorry. I read the wrong line.', { barge: 0.5 });
      d.a('No problem. What is the right one?');
      const second = `${d.random.digits(5)}`;
      d.slots.r = second;
      d.c('{r}.', { reactMs: 3200 });
      corrected++;
    }
    d.tool({
      node: 'submit_reading',
      method: 'POST',
      url: `${API}/meters/{account}-${index + 1}/readings`,
      body: { reading: d.slots.r },
      response: { accepted: true },
    });
    const echo = ECHO[index % ECHO.length] ?? '';
    d.a(echo);
    if (echo.endsWith('?')) d.c("Yes, that's right. | Correct. | Yes.");
    if (index === 6) {
      d.c('By the way, the tenant in flat five moved out. Do I need to tell you?', { reactMs: 900 });
      d.a(
        'Yes, please send us the date. There is a form on our website, under moving home, where you enter the last reading and the new address, and the final bill then goes to the tenant.',
      );
      d.c('Uh-huh.', { back: 0.4 });
      d.c('Fine, I will do that tonight.');
    }
  });

  d.a('That was the last one. I will now have the sixteen bills recalculated. Please hold once more.');
  d.tool({
    node: 'recalculate',
    method: 'POST',
    url: `${API}/accounts/{account}/recalculate`,
    body: { meters: 16 },
    ms: 30_000,
    status: null,
    error: 'timeout',
  });
  d.hold(275_000);
  d.a('Thank you for holding. Ten of sixteen are done.');
  d.hold(262_000);
  d.a(
    'Thanks for waiting. All sixteen bills are recalculated. Together they are four hundred and twelve pounds lower.',
  );
  d.c('Four hundred and twelve. That is what I thought. When do I get it?');
  d.a('It is credited to your next bill, or I can send it to your bank account.');
  d.c('To the bank account, please.');
  d.tool({
    node: 'refund',
    method: 'POST',
    url: `${API}/accounts/{account}/refunds`,
    body: { amount: '412.00' },
    status: 201,
    response: { refund: 'RF-{ref}' },
    vars: { refund: 'RF-{ref}' },
  });
  d.a('Done. It takes about three days. Can I help with anything else?');
  d.c('No. It took long enough, but thank you.');
  d.a('Thanks for your patience, {first}. Goodbye.');
  d.done(
    `{name} gave the readings of sixteen meters (${corrected} corrected); bills recalculated, 412.00 refunded as RF-{ref}.`,
    { account: '{account}', refund: 'RF-{ref}', meters: '16' },
  );
}
