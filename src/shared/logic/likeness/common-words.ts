/** Words that say little about what a turn is for: grammar and courtesy. Folded as `foldText` does. */
const little = `
a an the of to in on at by for from with as and or but if so that this these those there here then than it its is are was were be been
being am do does did done have has had having will would shall should can could may might must i me my mine you your yours we us our
he him his she her they them their who whom whose just also very too well now let lets go going get got give take tell say please
thank thanks okay ok sure great perfect right alright yes yeah hello hi hey sir madam maam dear like want need know see good moment
m s re ve ll d t bit some any all one about up out into over only still already again quickly kindly happy able sorry apologies apologize
calling reached speaking morning afternoon evening night day nice lovely today really actually exactly lovely wonderful excellent absolutely course problem worries
el la los las lo le les un una unos unas de del al a en con por para y e o u que se su sus mi mis tu tus me te nos es son era fue ser
estar esta este esto estos estas ese esa eso esos esas ha he has han hay haber si como pero muy mas ya muchas mucho gracias favor usted ustedes
yo hola buenos buenas dias tardes noches puede podria puedo podemos quiere quisiera queria gustaria necesito necesita necesitamos decir decirme
dar darme diga digame dime deme da vale perfecto bien claro senor senora momento ahora aqui alli tambien solo hoy amable seria tan encantado
llamar llamada atiende habla pase tenga del sido sobre disculpe perdone perdon lamento siento acuerdo estupendo genial permita permitame
את של על אל עם אני אתה אתם אנחנו אנו הוא היא הם הן זה זו זאת אלה יש כי אם או גם רק כל לי לך לכם לנו שלי שלך שלכם שלנו אותך אותי אותו אותה
בבקשה תודה רבה שלום היי כן טוב בסדר אוקיי נא אפשר יכול יכולה אוכל תוכל תוכלי תוכלו רוצה צריך צריכה היה היתה להיות עוד כבר עכשיו רגע אז כאן שם
בוקר צהריים ערב יום נעים שיחה השיחה האם שאוכל שאפשר מאוד כדי ב ל ה ו מ ש כ לגבי תגיד תגידי לומר להגיד תן תני לתת היום מצוין נהדר בטח ודאי סליחה מצטער מצטערת שמח שמחה ברור
der die das den dem des ein eine einen einem einer und oder aber ist sind war sein haben hat habe ich sie ihr ihre ihnen ihren wir uns mir mich
es zu zum zur im in an am auf mit von vom fur bei nach aus wie so bitte danke ja guten tag hallo konnen konnte kann mochte mochten wurde wurden
le la les un une des du de et ou est sont je vous nous votre vos mon ma mes ce cette ces il elle que qui pour avec dans sur par au aux merci
bonjour oui s'il plait pouvez pourriez puis-je peux plus tres bien d'accord
il lo gli i uno di da del della e o che per con su mi ti si ci sono ho ha puo potrebbe posso grazie prego buongiorno si suo sua
o os as um uma uns umas do da dos das em no na nos nas por para com e que seu sua voce senhor senhora obrigado obrigada ola sim pode poderia posso
`;
/** Questions and general terms: more than grammar, less than a subject. */
const some = `
what when where how why which next suit suits works prefer best available both each other help check look ask question speak talk make sounds
cual cuales cuando donde quien cuanto cuanta cuantos cuantas ayudar ayuda ayudarle comprobar hablar preguntar
מה מתי איפה היכן מי איך כמה איזה איזו לעזור עזרה לבדוק לדבר מהו מהי
was wann wo wer wieviel warum welche welcher welches quoi quand ou comment combien quel quelle cosa quando dove come quanto quale qual onde
`;
/** Turns an answer round; as telling as its subject. */
const denial = `
not no never nothing none unable without cannot unfortunately nunca sin ningun ninguna nada tampoco לא אין בלי ללא אינו אינה אינני לצערי
nicht kein keine ne pas jamais aucun non nao
`;
/** What is done with the subject. Two turns about one appointment are different moments when one makes it and one cancels it. */
const acts = `
book booking cancel cancelled canceled cancellation move moved reschedule rescheduled change changed confirm confirmed confirmation pay paid payment
refund refunded return returned open opened close closed block blocked unblock activate send sent deliver delivered delivery arrive arrived
transfer transferred hold wait waiting repeat spell verify verified update updated add added remove removed delete deleted renew renewed
subscribe unsubscribe upgrade downgrade order ordered buy sell rate goodbye bye early late earlier later increase decrease start stop
reservar reserva reservado cancelar cancelada cancelado cancelacion cambiar cambiado cambio mover confirmar confirmado confirmada pagar pago
pagado reembolso reembolsar devolver devolucion abrir cerrar bloquear bloqueada activar enviar enviado enviada entregar entregado entrega
transferir paso pasar esperar espere repetir repita deletrear verificar actualizar anadir eliminar borrar renovar comprar adios aplazar adelantar
retrasar subir bajar empezar parar llegar llegado
לקבוע קבעתי נקבע נקבעה לבטל ביטול בוטל בוטלה ביטלתי לשנות שינוי שיניתי להזיז לאשר אישור אושר אושרה לשלם תשלום שולם החזר זיכוי להחזיר לפתוח לסגור
לחסום נחסם להפעיל לשלוח נשלח נשלחה שלחתי למסור נמסר נמסרה משלוח להעביר מעביר מעבירה להמתין המתן המתינו לחזור לאיית לאמת לעדכן עודכן להוסיף להסיר
למחוק לחדש לקנות להתראות להקדים לדחות הגיע הגיעה
`;

const weights = new Map<string, number>();
for (const [list, weight] of [
  [some, 0.35],
  [little, 0.1],
  [denial, 0.9],
  [acts, 1.8],
] as const) {
  for (const word of list.split(/\s+/u)) if (word !== '') weights.set(word, weight);
}

/** How telling a folded word is: 0.1 for grammar and courtesy, 1 for a subject, 1.8 for what is done with it. */
export function tellingOf(word: string): number {
  return weights.get(word) ?? (word.length === 1 && /\p{Script=Latin}/u.test(word) ? 0.1 : 1);
}

/** What is telling in Japanese and Chinese beyond its characters: they carry the meaning, kana between them mostly grammar. */
export const hanWeights: ReadonlyMap<string, number> = new Map([
  ...[...'教伺願致申頂戴様御下何方宜存失礼言請您你我的是了吗呢'].map((sign) => [sign, 0.1] as const),
  ...[
    '確認',
    '場合',
    '本日',
    '可能',
    '大丈',
    '丈夫',
    '客様',
    '用件',
    '案内',
    '少々',
    '承知',
    '了承',
    '必要',
    '電話',
  ].map((pair) => [pair, 0.25] as const),
  ...['予約', '番号'].map((pair) => [pair, 0.4] as const),
  ...[
    '変更',
    '取消',
    '解約',
    '停止',
    '再開',
    '支払',
    '返金',
    '返品',
    '発送',
    '配達',
    '転送',
    '更新',
    '追加',
    '削除',
    '購入',
    '登録',
  ].map((pair) => [pair, 1.8] as const),
  ...['キャンセル', 'キャンセ'].map((word) => [word, 2.4] as const),
]);
