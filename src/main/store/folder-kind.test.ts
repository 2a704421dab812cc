import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { findFolderKind, kindOfMount, kindOfPath, mountTypeOf } from './folder-kind.ts';

describe('where a folder lies', () => {
  it.each([
    [0x6969, null, 'network', 'NFS'],
    [0xff534d42 | 0, null, 'network', 'SMB'],
    [0x01021997, null, 'network', '9P'],
    [0xef53, null, 'local', ''],
    [0x65735546, 'fuse.sshfs', 'network', 'sshfs'],
    [0x65735546, 'fuse.rclone', 'network', 'rclone'],
    [0x65735546, 'fuse.gocryptfs', 'local', ''],
    [0x65735546, 'fuseblk', 'local', ''],
  ])('mount %# (%x, %s) is %s', (magic, fuseType, kind, name) => {
    expect(kindOfMount(magic, fuseType)).toEqual({ kind, name });
  });

  it.each([
    ['/home/ana/.local/share/Earmark', 'local', ''],
    ['/home/ana/Dropbox/calls', 'synced', 'Dropbox'],
    ['C:\\Users\\Ana\\OneDrive - Northwind\\Earmark', 'synced', 'OneDrive'],
    ['/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/calls', 'synced', 'iCloud Drive'],
    ['/Users/ana/Library/CloudStorage/GoogleDrive-ana@example.test/My Drive', 'synced', 'Google Drive'],
    ['/Users/ana/Library/CloudStorage/Box-Box/calls', 'synced', 'Box'],
    ['\\\\server\\share\\calls', 'network', 'a network share'],
    ['C:\\Users\\Ana\\Dropboxes\\calls', 'local', ''],
  ])('path %s is %s', (path, kind, name) => {
    expect(kindOfPath(path)).toEqual({ kind, name });
  });

  it('finds the innermost mount, with blanks in its name', () => {
    const mounts = [
      '22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw',
      '40 22 0:50 / /mnt/my\\040share rw - fuse.sshfs ana@host: rw',
      '41 22 0:51 / /mnt/my\\040share/inner rw - tmpfs tmpfs rw',
    ].join('\n');
    expect(mountTypeOf('/mnt/my share/calls', mounts)).toBe('fuse.sshfs');
    expect(mountTypeOf('/mnt/my share/inner', mounts)).toBe('tmpfs');
    expect(mountTypeOf('/mnt/my shared', mounts)).toBe('ext4');
  });

  let place: ReturnType<typeof temporaryDir>;
  beforeEach(() => {
    place = temporaryDir();
  });
  afterEach(() => place.remove());

  it('sees a client’s mark further up', () => {
    const inner = join(place.dir, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(place.dir, '.stfolder'), '');
    expect(findFolderKind(inner, place.dir)).toEqual({ kind: 'synced', name: 'Syncthing' });
    expect(findFolderKind(inner, inner)).toEqual(
      expect.objectContaining({ kind: expect.not.stringMatching('synced') }),
    );
  });

  it.runIf(process.platform === 'linux')('agrees with what the system says of a real folder', () => {
    const type = execFileSync('stat', ['-f', '-c', '%T', place.dir]).toString().trim();
    const network = /nfs|smb|cifs|v9fs|9p/.test(type);
    expect(findFolderKind(place.dir, place.dir).kind).toBe(network ? 'network' : 'local');
  });
});
