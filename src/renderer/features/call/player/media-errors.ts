const mediaErrors: Record<number, string> = {
  2: 'The sound stopped coming. Press play to go on from here.',
  3: 'The recording is damaged: the sound stops being readable here.',
  4: 'This recording is of a kind the player cannot play.',
};

/** What is wrong with an element that failed, in words. */
export function errorOf({ error }: HTMLAudioElement): string {
  return mediaErrors[error?.code ?? 0] ?? 'The recording cannot be played.';
}
