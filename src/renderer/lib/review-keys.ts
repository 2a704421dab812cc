/** Where review work lies in the query cache: by call, and by null what belongs to the workspace. */
export const reviewKeys = {
  all: ['review-work'] as const,
  of: (callId: string | null) => ['review-work', callId] as const,
};
