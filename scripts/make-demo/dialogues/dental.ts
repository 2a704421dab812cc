import type { Draft } from '../draft.ts';
import type { ToolSpec } from '../types.ts';

const API = 'https://api.brightwaterdental.example/v2';

const greet = (d: Draft) =>
  d.a([
    'Thank you for calling Brightwater Dental. My name is Mia. How may I help you today?',
    'Brightwater Dental, this is Mia. How can I help?',
    'Hi, you have reached Brightwater Dental. I am Mia, the virtual receptionist. What can I do for you?',
  ]);

/** The recurring move: name and date of birth, then the patient's record. */
const identify = (d: Draft) => {
  d.a([
    'Of course. May I have your full name and your date of birth, please?',
    'Happy to help. Could I get your name and date of birth?',
    'Sure. What is your full name, and what is your date of birth?',
  ]);
  d.c('It is {name}, born {dob}. | {name}. {dob}. | Yes, {name}, date of birth {dob}.');
  d.tool({
    node: 'find_patient',
    method: 'POST',
    url: `${API}/patients/search`,
    body: { name: '{name}', date_of_birth: '{dobIso}' },
    response: { patient_id: '{patient}', match: 'exact' },
    vars: { patient_id: '{patient}' },
  });
};

const slots = (): ToolSpec => ({
  node: 'find_slots',
  method: 'GET',
  url: `${API}/slots?type={kind}&from={isoDay}`,
  response: { slots: ['{day} {time}', '{altDay} {altTime}'] },
});

const book = (): ToolSpec => ({
  node: 'book_slot',
  method: 'POST',
  url: `${API}/appointments`,
  body: { patient_id: '{patient}', slot: '{day} {time}', type: '{kind}' },
  response: { appointment_id: '{appt}', status: 'confirmed' },
  vars: { appointment_id: '{appt}' },
});

const close = (d: Draft) => {
  d.a(['Is there anything else I can do for you?', 'Anything else I can help with?', 'Is there anything else today?']);
  d.c("No, that's all. Thank you. | No thanks, that is everything. | That's it, thanks a lot.");
  d.a([
    'Thank you for calling. Have a lovely day.',
    'Great. Take care, {first}.',
    'Perfect. Take care, {first}, and see you {day}.',
  ]);
};

export function bookCheckup(d: Draft): void {
  greet(d);
  d.c(
    "Hi, I'd like to book a check-up, please. | Hello. I need to make an appointment for a cleaning. | Hi there, I think I am due for my six month check-up.",
  );
  identify(d);
  d.a([
    'Thank you, {first}. I have {day} at {time} or {altDay} at {altTime}. Which one suits you?',
    'Got you, {first}. There is {day} at {time}, or {altDay} at {altTime}. Which works better?',
    'Thanks, {first}, I found your record. The next openings are {day} at {time} and {altDay} at {altTime}. Which would you like?',
  ]);
  d.c('{day} is good. | {day} at {time} works for me. | Let us take {day}.');
  d.tool(book());
  d.a([
    'Wonderful. You are booked for {day} at {time} with Dr. {dentist}.',
    'Done. {day} at {time} with Dr. {dentist}. You will get a text to confirm.',
    'You are all set for {day} at {time} with Dr. {dentist}. I have just sent you a text message.',
  ]);
  d.c('Do I need to bring anything? | Okay, great. How long will it take?', { reactMs: 600 });
  d.a([
    'Just your insurance card. Please allow about forty minutes.',
    'Only your insurance card, and plan for about forty minutes.',
    'Bring your insurance card if it changed this year. The visit takes about forty minutes.',
  ]);
  close(d);
  d.done('{name} booked a check-up with Dr. {dentist} for {day} at {time}.', {
    patient_name: '{name}',
    appointment_day: '{day}',
    appointment_time: '{time}',
    intent: 'book',
  });
}

export function reschedule(d: Draft): void {
  greet(d);
  d.c(
    "Yeah, hi. I have an appointment on {altDay} and I can't make it. | Hello, I need to move my appointment on {altDay}, something came up.",
  );
  identify(d);
  d.a([
    'I see it, {altDay} at {altTime} with Dr. {dentist}. When would you like to come instead?',
    'I see {altDay} at {altTime} with Dr. {dentist}. I can offer {day} at {time}, or the week after, on Monday morning at nine, or on Tuesday.',
    'I found it, {altDay} at {altTime} with Dr. {dentist}. I can move it to {day} at {time}, or we can look at the week after, when there are openings on Monday and on Tuesday morning.',
  ]);
  d.c('{day} at {time}, please. | Sorry, {day}, {day} is fine.', { barge: 0.62 });
  d.tool(book());
  d.a([
    'Moved to {day} at {time}.',
    'No problem, {day} at {time} it is. The old one is cancelled.',
    'All right. You are now on {day} at {time}, and the old appointment is cancelled.',
  ]);
  d.c('Is there a fee for that?', { reactMs: 700 });
  d.a([
    'No, not with more than one day of notice.',
    'No fee, since you called more than a day ahead.',
    'There is no fee, because you told us more than twenty four hours in advance.',
  ]);
  close(d);
  d.done('{name} moved the appointment with Dr. {dentist} from {altDay} to {day} at {time}.', {
    patient_name: '{name}',
    appointment_day: '{day}',
    appointment_time: '{time}',
    intent: 'reschedule',
  });
}

export function reminder(d: Draft): void {
  d.provided = {
    patient_name: d.slots.name ?? '',
    appointment_day: d.slots.day ?? '',
    appointment_time: d.slots.time ?? '',
  };
  d.c('Hello? | Yes, hello? | {first} speaking.');
  d.a([
    'Good morning, this is Mia from Brightwater Dental. Am I speaking with {name}?',
    'Hi, this is Mia from Brightwater Dental. Is this {first}?',
    'Hello, I am Mia, calling for Brightwater Dental. Am I speaking with {first}?',
  ]);
  d.c("Yes, that's me. | Speaking. | Yeah, this is {first}.");
  d.a([
    'I am calling to remind you of your visit on {day} at {time}. Will you be able to come?',
    'You have an appointment {day} at {time}. Can you still make it?',
    'Just a quick reminder of your appointment {day} at {time} with Dr. {dentist}. Does that still work?',
  ]);
  d.c("Yes, I'll be there. | Sure, I will come. | Oh right. Yes, that still works.");
  d.a([
    'Thank you. We look forward to seeing you. Goodbye.',
    'Great, see you {day}. Bye now.',
    'Wonderful. See you {day}, {first}. Goodbye.',
  ]);
  d.done('{name} confirmed the appointment on {day} at {time}.', { confirmed: 'yes' });
}

/** A caller in pain who pauses in the middle of sentences; the agent talks over. */
export function toothache(d: Draft): void {
  greet(d);
  d.c('Hi. I have had a terrible toothache since last night.');
  d.c('And now my cheek is swollen, I could not sleep at all.', { reactMs: 980 });
  d.a(
    [
      'I am sorry to hear that. Let me check for an emergency slot.',
      'I am sorry to hear that. Are you in pain right now?',
      'I am so sorry. Is there any swelling or fever?',
    ],
    { over: true },
  );
  d.c(
    'Yes, as I said, it is swollen. No fever, I think. | Yes. Swollen, like I said. I took something but it did not help.',
  );
  identify(d);
  d.tool(slots());
  d.a([
    'Dr. {dentist} can see you today at {time}.',
    'Dr. {dentist} has an emergency slot today at {time}. Can you be here by then?',
    'Thank you, {first}. Dr. {dentist} keeps an emergency slot today at {time}. Can you make that?',
  ]);
  d.c('Yes. Yes, please. | I will be there, thank you.');
  d.tool(book());
  d.a([
    'It is booked. If you get a fever or trouble breathing, go to an emergency room at once. Otherwise keep the area cool, rinse with salt water, and bring a list of what you have taken.',
    'Booked. If you get a fever or trouble breathing, please go to the emergency room. Until then keep it cool and rinse with salt water.',
    'It is booked for you. Should you get a fever or have trouble breathing, please go to an emergency room at once. Until then keep your cheek cool and rinse with salt water.',
  ]);
  d.c('Mm-hm.', { back: 0.55 });
  d.c('Okay. Thanks, see you later. | Thank you so much.');
  d.a(['See you at {time}.', 'See you at {time}, {first}.', 'See you at {time}, {first}. I hope it gets better soon.']);
  d.done('{name} has a toothache with swelling; emergency slot today at {time} with Dr. {dentist}.', {
    patient_name: '{name}',
    intent: 'emergency',
    triage: 'same-day',
  });
}
