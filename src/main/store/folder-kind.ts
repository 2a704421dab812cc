import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve, sep } from 'node:path';

/** Where a workspace's folder lies. `name` is for sentences: "NFS", "Dropbox"; empty for a local disk. */
export interface FolderKind {
  kind: 'local' | 'network' | 'synced';
  name: string;
}

const local: FolderKind = { kind: 'local', name: '' };

/** File systems that are another machine's, by `statfs` type (linux/magic.h, man 2 statfs). */
const networkMagic = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x564c, 'NetWare'],
  [0x73757245, 'Coda'],
  [0x786f4256, 'a VirtualBox shared folder'],
]);
const FUSE_MAGIC = 0x65735546;

/** Programs behind FUSE that fetch from another machine, by the type in /proc/self/mountinfo. Others (NTFS, exFAT, encryption) are local. */
const networkFuse =
  /^fuse\.(sshfs|rclone|s3fs|gcsfuse|goofys|davfs2?|glusterfs|cephfs|curlftpfs|smbnetfs|onedriver|google-drive-ocamlfuse|gvfsd-fuse)$/;

/** Folders that a cloud client keeps equal to a server, by a name on the path. */
const syncedNames: readonly [RegExp, string][] = [
  [/^onedrive( - .+)?$/i, 'OneDrive'],
  [/^dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^(icloud ?drive|mobile documents|com~apple~clouddocs)$/i, 'iCloud Drive'],
  [/^(google ?drive|googledrive-.+|my drive)$/i, 'Google Drive'],
  [/^(nextcloud|owncloud|pcloud ?drive|mega|megasync|proton drive|box sync)$/i, 'a cloud-synced folder'],
];

/** Files with which a client marks the top of what it keeps. */
const syncedMarkers = new Map([
  ['.dropbox.cache', 'Dropbox'],
  ['.849C9593-D756-4E56-8D6E-42412F2A707B', 'OneDrive'],
  ['.tmp.drivedownload', 'Google Drive'],
  ['.stfolder', 'Syncthing'],
  ['.nextcloudsync.log', 'Nextcloud'],
  ['.owncloudsync.log', 'ownCloud'],
]);

/** What a mount says: `magic` = statfs type, `fuseType` = the type in mountinfo, asked only for FUSE. */
export function kindOfMount(magic: number, fuseType: string | null): FolderKind {
  const name = networkMagic.get(magic >>> 0);
  if (name) return { kind: 'network', name };
  const program = magic === FUSE_MAGIC && fuseType ? networkFuse.exec(fuseType)?.[1] : undefined;
  return program ? { kind: 'network', name: program } : local;
}

/** What a path alone says, `/` or `\` between its parts. */
export function kindOfPath(path: string): FolderKind {
  if (/^(\\\\|\/\/)[^\\/?.]/.test(path) || /^\\\\\?\\UNC\\/i.test(path)) {
    return { kind: 'network', name: 'a network share' };
  }
  const parts = path.split(/[\\/]+/);
  const cloud = parts.indexOf('CloudStorage');
  const provider = cloud > 0 && parts[cloud - 1] === 'Library' ? parts[cloud + 1]?.split('-')[0] : undefined;
  for (const part of provider ? [provider, ...parts] : parts) {
    const known = syncedNames.find(([pattern]) => pattern.test(part));
    if (known) return { kind: 'synced', name: known[1] };
  }
  return provider ? { kind: 'synced', name: provider } : local;
}

/** The type of the mount that holds `path`, by the text of /proc/self/mountinfo; null when none does. */
export function mountTypeOf(path: string, mountinfo: string): string | null {
  let best = { point: '', type: null as string | null };
  for (const line of mountinfo.split('\n')) {
    const [head, tail] = line.split(' - ');
    const point = head
      ?.split(' ')[4]
      ?.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const type = tail?.split(' ')[0];
    if (!point || !type) continue;
    const inside = point === '/' || path === point || path.startsWith(`${point}/`);
    // A later mount on the same point hides the earlier one.
    if (inside && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

/**
 * Where a folder that exists lies (hardening.md F60: a WAL needs memory shared on one machine, and a cloud client copies the
 * database and its log at different moments). On Linux the mount tells, elsewhere the path; both look for cloud clients.
 */
export function findFolderKind(dir: string, home: string = homedir()): FolderKind {
  const path = resolve(dir);
  if (process.platform === 'linux') {
    const magic = statfsSync(path).type;
    const mount = kindOfMount(magic, magic === FUSE_MAGIC ? mountTypeOf(path, readMounts()) : null);
    if (mount.kind !== 'local') return mount;
  }
  const byPath = kindOfPath(path);
  return byPath.kind === 'local' ? kindByMarkers(path, home) : byPath;
}

function readMounts(): string {
  return readFileSync('/proc/self/mountinfo', 'utf8');
}

/** Looks for a client's mark from the folder up to (and without) the home folder's parents. */
function kindByMarkers(path: string, home: string): FolderKind {
  for (let folder = path; ; folder = dirname(folder)) {
    const marker = namesIn(folder).find((name) => syncedMarkers.has(name));
    if (marker) return { kind: 'synced', name: syncedMarkers.get(marker) ?? '' };
    if (folder === dirname(folder) || folder === home || !folder.includes(sep)) return local;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A folder further up that we may pass through but not list.
    if (code === 'EACCES' || code === 'EPERM' || code === 'ENOENT') return [];
    throw error;
  }
}
