import type { Draft } from '../draft.ts';

const API = 'https://api.haldenelectric.example/crm';

const greet = (d: Draft) =>
  d.a([
    'Halden Electricity, Callum speaking. How may I help?',
    'Welcome to Halden Electricity. My name is Callum. How can I help you today?',
  ]);

const findAccount = (d: Draft) => {
  d.a([
    'I just need to find your account. What is the account number?',
    'Please tell me your account number, it is at the top of your bill.',
  ]);
  d.c('{account}. | It is {account}.');
  d.tool({
    node: 'find_account',
    method: 'GET',
    url: `${API}/accounts/{account}`,
    response: { account: '{account}', holder: '{name}', tariff: 'Halden Fixed' },
    vars: { holder: '{name}' },
  });
};

const close = (d: Draft) => {
  d.a(['Can I help with anything else?', 'Is there anything else I can help you with?']);
  d.c("No, that's everything. | No, thanks, you have been very helpful.");
  d.a(['Thanks for calling Halden. Goodbye.', 'Thank you for calling Halden. Have a good day.']);
};

export function highBill(d: Draft): void {
  greet(d);
  d.c('My bill is twice as high as last month. | Hello, I think there is a mistake in my bill.');
  findAccount(d);
  d.a([
    'Thank you, {first}. The last reading was estimated. Can you read me the meter?',
    'Thank you, {first}. I see that the last reading was an estimate. Can you tell me what the meter shows today?',
  ]);
  d.c("One moment, I'm going to the meter.", { reactMs: 700 });
  d.a(['Take your time.', 'Of course, take your time.']);
  d.c('Okay. It says {meter}. | Right. {meter}.', { reactMs: 6800 });
  d.tool({
    node: 'submit_reading',
    method: 'POST',
    url: `${API}/accounts/{account}/readings`,
    body: { reading: '{meter}' },
    response: { accepted: true, new_total: '61.20' },
    vars: { reading: '{meter}' },
  });
  d.a([
    'That is lower than the estimate. Your new bill is sixty one pounds and twenty pence.',
    'Thank you. That is well below the estimate, so your bill goes down to sixty one pounds and twenty pence.',
  ]);
  d.c('That sounds more like it. | Much better.');
  close(d);
  d.done('{name} disputed a high bill; reading {meter} taken, bill corrected to 61.20.', {
    reading: '{meter}',
    account: '{account}',
  });
}

export function outage(d: Draft): void {
  greet(d);
  d.c('The power is out in our whole street. | We have had no power for an hour.');
  d.a(['I am sorry to hear that. What is your address?', 'I am sorry about that. What is the address?']);
  d.c('Twelve Harbour Row. | It is fourteen Granary Lane, second floor.');
  d.tool({
    node: 'outage_map',
    method: 'POST',
    url: `${API}/outages/near`,
    body: { address: 'as spoken', radius_m: 400 },
    response: '{"cause": "cable fault", "eta": ',
    error: 'bad_response_json',
    ms: 1180,
  });
  d.a(
    [
      'We know about it. It is a cable fault, and it should be fixed by {altTime}.',
      'Thank you. We know about a cable fault near you. The crew expects to have it fixed by {altTime}.',
    ],
    { gapMs: 4600, slowIn: 'llm_startup_ms' },
  );
  d.c("That's two more hours. My mother needs her oxygen machine. | My mother has a medical device here.");
  d.a([
    'That is important. I am passing you on to our emergency desk now. Please stay on the line.',
    'That is important, thank you for saying so. I will put you through to our emergency desk, who can bring a battery. Please stay on the line.',
  ]);
  d.note('operator', 'Warm transfer to the emergency desk accepted ({ref}).');
  d.c('Thank you.', { reactMs: 900 });
  d.done('Outage by a cable fault; a medical device is affected, caller was passed to the emergency desk.', {
    priority: 'medical',
  });
}
