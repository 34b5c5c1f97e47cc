import { readDevice, writeDevice } from './device.ts';
import { FileError } from './file-error.ts';
import { type FileStat, statOf } from './file-stat.ts';
import { contentOf, type DeviceInode } from './inode.ts';
import { inodeAt, type Position } from './mount.ts';

/** Permitted operations of an open file. */
export interface HandleMode {
  readonly read?: boolean | undefined;
  readonly write?: boolean | undefined;
  /** Each write appends at the current end. */
  readonly append?: boolean | undefined;
}

/** Max file size, as contents are in host memory. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;

/** Open file with an offset; unaffected by renames and removal of its name. */
export class FileHandle {
  /** Where the next read or write begins, in bytes. */
  offset = 0;
  readonly #position: Position;
  readonly #mode: HandleMode;
  #isOpen = true;

  constructor(position: Position, mode: HandleMode) {
    this.#position = position;
    this.#mode = mode;
    position.mount.store.hold(position.ino);
  }

  stat(): FileStat {
    return statOf(this.#position);
  }

  /** At most `bytesMax` bytes from the offset on; `''` at the end. Throws EBADF, EISDIR; ENOMEM, ENXIO for a device. */
  read(bytesMax: number): string {
    if (!this.#isOpen || !this.#mode.read) throw new FileError('EBADF');
    const device = this.#device;
    if (device !== undefined) return readDevice(device);
    const bytes = this.#content().slice(this.offset, this.offset + bytesMax);
    this.offset += bytes.length;
    return bytes;
  }

  /** Writes at the offset, or at the end in append mode; fills gaps with zeros. Throws EBADF, ENOSPC, EROFS. */
  write(bytes: string): void {
    this.#mustWrite();
    const device = this.#device;
    if (device === undefined) this.#writeContent(bytes);
    else writeDevice(device);
  }

  /** Sets the file length: truncates, or fills with zeros. */
  truncate(length = 0): void {
    this.#mustWrite();
    if (this.#device !== undefined) throw new FileError('EINVAL');
    this.#mustFit(length);
    this.#store(this.#content().slice(0, length).padEnd(length, '\0'));
  }

  /** Calls `listener` after each change of the file; returns the unwatch function. */
  watch(listener: () => void): () => void {
    return this.#position.mount.store.watch(this.#position.ino, listener);
  }

  /** Closing twice is harmless. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#position.mount.store.release(this.#position.ino);
  }

  #writeContent(bytes: string): void {
    const content = this.#content();
    const at = this.#mode.append ? content.length : this.offset;
    this.#mustFit(at + bytes.length);
    const before = at === content.length ? content : content.slice(0, at).padEnd(at, '\0');
    this.#store(before + bytes + content.slice(at + bytes.length));
    this.offset = at + bytes.length;
  }

  #mustWrite(): void {
    if (!this.#isOpen || !this.#mode.write) throw new FileError('EBADF');
    if (this.#position.mount.readOnly) throw new FileError('EROFS');
  }

  #store(content: string): void {
    const { mount, ino } = this.#position;
    mount.store.setContent(ino, content, mount.account);
  }

  /** Throws before an oversized content is built. */
  #mustFit(length: number): void {
    const { bytesMax } = this.#position.mount.store;
    if (bytesMax !== undefined && length > bytesMax) throw new FileError('ENOSPC');
    if (length > FILE_BYTES_MAX) throw new FileError('EFBIG');
  }

  get #device(): DeviceInode | undefined {
    const inode = inodeAt(this.#position);
    return inode.type === 'device' ? inode : undefined;
  }

  /** Links are never open. */
  #content(): string {
    const inode = inodeAt(this.#position);
    if (inode.type !== 'file') throw new FileError('EISDIR');
    return contentOf(inode);
  }
}
