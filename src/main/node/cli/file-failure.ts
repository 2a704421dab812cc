import { AppError } from '#shared/model/errors.ts';
import { isDiskFull } from '../../disk-full.ts';

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be opened by this user',
  EPERM: 'may not be opened by this user',
  EISDIR: 'is a folder',
  ENOTDIR: 'lies below something that is no folder',
  EEXIST: 'is there already and is no folder',
  EROFS: 'is on a disk that cannot be written to',
};

/** What a file or folder named on the command line did wrong, as an expected failure; undefined for anything else. */
export function fileFailure(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (isDiskFull(error))
    return new AppError('disk-full', 'The disk is full: free some space, then try again.', { cause: error });
  const why = Object.hasOwn(causes, error.code) ? causes[error.code] : undefined;
  if (why === undefined) return undefined;
  const path =
    'dest' in error && typeof error.dest === 'string' ? error.dest : 'path' in error ? String(error.path) : 'A file';
  return new AppError('invalid-input', `${path} ${why}; name another.`, { cause: error });
}
