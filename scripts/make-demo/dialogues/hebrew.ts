import type { Draft } from '../draft.ts';

/** Hebrew lines: what stands in the transcript // how it is said (capitals: stress before the last syllable). */

export function bookCheckupHebrew(d: Draft): void {
  d.a([
    '',
    'מרפאת ברייטווטר, מדברת מיה. איך אפשר לעזור? // mirpa-at brAytwoter, medabEret mIa. ekh efshar laazor?',
    'שלום, הגעתם למרפאת השיניים ברייטווטר. אני מיה, המזכירה הווירטואלית. במה אפשר לעזור? // shalom, higAtem lemirpa-at hashinAyim brAytwoter. ani mIa, hamazkira havirtuAlit. bame efshar laazor?',
  ]);
  d.c(
    'שלום, אני רוצה לקבוע תור לבדיקה. // shalom, ani rotza likbOa tor libdika. | היי, אני צריכה תור לניקוי שיניים. // hay, ani tzrikha tor lenikuy shinAyim.',
  );
  d.a([
    '',
    'בשמחה. מה השם ומספר הטלפון? // besimkha. ma hashem umispar hatElefon?',
    'כמובן. מה השם המלא, ומה ארבע הספרות האחרונות של הטלפון? // kamuvan. ma hashem hamale, uma arba hasfarot ha-akhronot shel hatElefon?',
  ]);
  d.c(
    '{name}, {phone4}. // {name}, {phone4}. | {name}. המספר נגמר ב-{phone4}. // {name}. hamispar nigmar be {phone4}.',
  );
  d.tool({
    node: 'find_patient',
    method: 'POST',
    url: 'https://api.brightwaterdental.example/v2/patients/search',
    body: { name: '{name}' },
    response: { patient_id: '{patient}', match: 'exact' },
    vars: { patient_id: '{patient}' },
  });
  d.a([
    '',
    'תודה. יש תור ב{day} בשעה {time}. מתאים? // toda. yesh tor be {day} besha-a {time}. mat-im?',
    'תודה, {first}, מצאתי אותך. התור הפנוי הבא הוא ב{day} בשעה {time}, אצל דוקטור פאטל. האם זה מתאים לך? // toda, {first}, matzAti otakh. hator hapanuy haba hu be {day} besha-a {time}, Etzel dOktor patEl. ha-im ze mat-im lakh?',
  ]);
  d.c('כן, מצוין. // ken, metzuyan. | {day} זה בסדר גמור. // {day} ze besEder gamur.');
  d.tool({
    node: 'book_slot',
    method: 'POST',
    url: 'https://api.brightwaterdental.example/v2/appointments',
    body: { patient_id: '{patient}', slot: '{day} {time}' },
    response: { appointment_id: '{appt}' },
    vars: { appointment_id: '{appt}' },
  });
  d.a([
    '',
    'נקבע. יש עוד משהו? // nikba. yesh od mAshehu?',
    'התור נקבע ל{day} בשעה {time}, ושלחתי לך הודעה. יש עוד משהו? // hator nikba le {day} besha-a {time}, veshalAkhti lakh hoda-a. yesh od mAshehu?',
  ]);
  d.c('לא, תודה רבה. // lo, toda raba. | זה הכול, תודה. // ze hakol, toda.');
  d.a([
    '',
    'תודה, יום טוב. // toda, yom tov.',
    'תודה שהתקשרת, {first}. להתראות. // toda shehitkashart, {first}. lehitra-ot.',
  ]);
  d.done('{name} קבעה תור לבדיקה ל{day} בשעה {time}.', { patient_name: '{name}', intent: 'book' });
}

export function reminderHebrew(d: Draft): void {
  d.provided = { patient_name: d.slots.name?.split('//')[0] ?? '' };
  d.c('הלו? // halo? | כן, שלום? // ken, shalom?');
  d.a(
    'שלום, מדברת מיה ממרפאת ברייטווטר. אני מדברת עם {first}? // shalom, medabEret mIa mi mirpa-at brAytwoter. ani medabEret im {first}?',
  );
  d.c('כן, מדבר. // ken, medaber.');
  d.a(
    'רציתי להזכיר לך את התור ב{day} בשעה {time}, אצל דוקטור פאטל, ברחוב הראשי, בקומה השנייה. תגיע? // ratzIti lehazkir lekha et hator be {day} besha-a {time}, Etzel dOktor patEl, birkhov harashi, bakoma hashniya. tagIa?',
  );
  d.c('כן כן, אני אגיע. // ken ken, ani agIa.', { barge: 0.7 });
  d.a('מצוין. נתראה ב{day}. להתראות. // metzuyan. nitra-e be {day}. lehitra-ot.');
  d.done('{name} אישר את התור ל{day} בשעה {time}.', { confirmed: 'yes' });
}

export function parcelHebrew(d: Draft): void {
  d.a([
    'סוויפט פרסל, מדבר ליאו. איך אפשר לעזור? // swift pArsel, medaber lIo. ekh efshar laazor?',
    'היי, כאן ליאו מסוויפט פרסל. מה אפשר לעשות בשבילך? // hay, kan lIo mi swift pArsel. ma efshar la-asot bishvilkha?',
  ]);
  d.c(
    'שלום, אני מחכה לחבילה והיא לא הגיעה. // shalom, ani mekhake lakhavila vehi lo higIa. | היי, החבילה שלי הייתה צריכה להגיע אתמול. // hay, hakhavila sheli hayta tzrikha lehagIa etmol.',
  );
  d.a([
    'אני בודק. מה מספר ההזמנה? // ani bodek. ma mispar hahazmana?',
    'בוא נבדוק. אפשר את ארבע הספרות האחרונות של ההזמנה? // bo nivdok. efshar et arba hasfarot ha-akhronot shel hahazmana?',
  ]);
  d.c('{phone4}. // {phone4}. | רגע... {phone4}. // rEga, {phone4}.');
  d.tool({
    node: 'lookup_shipment',
    method: 'GET',
    url: 'https://tracking.swiftparcel.example/v3/shipments?suffix={ref}',
    ...(d.generation === 0
      ? { response: { state: 'out_for_delivery' } }
      : { ms: 7000, status: null, error: 'timeout' as const }),
  });
  if (d.generation > 0) d.c('הלו? // halo?', { reactMs: 5200 });
  d.a([
    'החבילה בדרך, והשליח יגיע היום עד שש. // hakhavila badErekh, vehashalIakh yagIa hayom ad shesh.',
    'סליחה על ההמתנה, המערכת לא עונה. לפי העדכון האחרון החבילה אצל השליח. // slikha al hahamtana, hama-arEkhet lo ona. lefi ha-idkun ha-akharon hakhavila Etzel hashalIakh.',
  ]);
  d.c('אפשר להשאיר אותה אצל השכן? // efshar lehash-ir ota Etzel hashakhen?');
  d.a([
    'בטח, אני רושם. // bEtakh, ani roshem.',
    'אין בעיה, אני שולח לשליח הודעה. // en be-aya, ani sholEakh lashalIakh hoda-a.',
  ]);
  d.c('תודה, ביי. // toda, bay. | יופי, תודה רבה. // yOfi, toda raba.');
  d.a(['תודה שהתקשרת, יום טוב. // toda shehitkashArta, yom tov.', 'תודה, ביי בינתיים. // toda, bay bentAyim.']);
  d.done(
    d.generation === 0
      ? 'החבילה אצל השליח; תישאר אצל השכן.'
      : 'החיפוש נכשל בגלל זמן תגובה; החבילה אצל השליח ותישאר אצל השכן.',
    { instruction: 'neighbour' },
  );
}
