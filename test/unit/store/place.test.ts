import { expect, test } from 'vitest';
import { cautionOf } from '../../../src-main/store/place.ts';

const local = () => 0xef53;

test.each([
  ['/home/hanna/Dropbox/office/x.desk', 'synced'],
  ['/home/hanna/Nextcloud/x.desk', 'synced'],
  ['C:\\Users\\Hanna\\OneDrive - Nordhafen\\x.desk', 'synced'],
  ['/Users/hanna/Library/Mobile Documents/com~apple~CloudDocs/x.desk', 'synced'],
  ['/Users/hanna/Library/CloudStorage/GoogleDrive-h@example.org/My Drive/x.desk', 'synced'],
  ['\\\\server\\office\\x.desk', 'network'],
  ['//server/office/x.desk', 'network'],
  ['/home/hanna/Documents/x.desk', null],
  ['/home/hanna/My Dropbox notes/x.desk', null],
  ['/home/hanna/Dropbox.desk', null],
  ['C:\\Users\\Hanna\\Documents\\x.desk', null],
  ['\\\\?\\C:\\Users\\Hanna\\x.desk', null],
])('%s lies on a drive that is %s', (path, caution) => {
  expect(cautionOf(path, local)).toBe(caution);
});

test.each([
  ['NFS', 0x6969, 'network'],
  ['CIFS', 0xff534d42, 'network'],
  ['CIFS as a signed number', 0xff534d42 | 0, 'network'],
  ['SMB2', 0xfe534d42, 'network'],
  ['9p', 0x01021997, 'network'],
  ['ext4', 0xef53, null],
  ['tmpfs', 0x01021994, null],
  ['unknown', null, null],
])('a file system of type %s', (_name, type, caution) => {
  expect(cautionOf('/mnt/office/x.desk', () => type)).toBe(caution);
});
