/** Listener for changes of a node's images. */
export interface ImageListener {
  /** Called after an image was pulled, or images were deleted. */
  imagesChanged(): void;
}
