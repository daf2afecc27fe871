/** The part of libheif's C interface that is used here. Pointers are numbers; a function that fails writes a `heif_error` to its first argument. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.js' {
  function createLibHeif(): createLibHeif.LibHeif;
  namespace createLibHeif {
    interface LibHeif {
      readonly HEAPU8: Uint8Array<ArrayBuffer>;
      _malloc(bytes: number): number;
      _free(pointer: number): void;
      _heif_context_alloc(): number;
      _heif_context_free(context: number): void;
      _heif_context_read_from_memory_without_copy(
        error: number,
        context: number,
        bytes: number,
        length: number,
        options: number,
      ): void;
      _heif_context_get_primary_image_handle(error: number, context: number, out: number): void;
      _heif_image_handle_release(handle: number): void;
      _heif_image_handle_get_number_of_thumbnails(handle: number): number;
      _heif_image_handle_get_list_of_thumbnail_IDs(handle: number, out: number, count: number): number;
      _heif_image_handle_get_thumbnail(error: number, handle: number, id: number, out: number): void;
      _heif_image_handle_get_number_of_auxiliary_images(handle: number, filter: number): number;
      _heif_image_handle_get_list_of_auxiliary_image_IDs(
        handle: number,
        filter: number,
        out: number,
        count: number,
      ): number;
      _heif_image_handle_get_auxiliary_image_handle(error: number, handle: number, id: number, out: number): void;
      _heif_image_handle_get_auxiliary_type(error: number, handle: number, out: number): void;
      _heif_image_handle_release_auxiliary_type(handle: number, type: number): void;
      _heif_image_handle_get_width(handle: number): number;
      _heif_image_handle_get_height(handle: number): number;
      _heif_image_handle_get_luma_bits_per_pixel(handle: number): number;
      _heif_image_handle_get_raw_color_profile_size(handle: number): number;
      _heif_image_handle_get_raw_color_profile(error: number, handle: number, out: number): void;
      _heif_image_handle_get_nclx_color_profile(error: number, handle: number, out: number): void;
      _heif_nclx_color_profile_free(profile: number): void;
      _heif_image_handle_get_number_of_metadata_blocks(handle: number, type: number): number;
      _heif_image_handle_get_list_of_metadata_block_IDs(
        handle: number,
        type: number,
        out: number,
        count: number,
      ): number;
      _heif_image_handle_get_metadata_type(handle: number, id: number): number;
      _heif_image_handle_get_metadata_content_type(handle: number, id: number): number;
      _heif_image_handle_get_metadata_size(handle: number, id: number): number;
      _heif_image_handle_get_metadata(error: number, handle: number, id: number, out: number): void;
      _heif_decode_image(
        error: number,
        handle: number,
        out: number,
        colourSpace: number,
        chroma: number,
        options: number,
      ): void;
      _heif_image_release(image: number): void;
      _heif_image_get_width(image: number, channel: number): number;
      _heif_image_get_height(image: number, channel: number): number;
      _heif_image_get_bits_per_pixel_range(image: number, channel: number): number;
      _heif_image_get_plane_readonly2(image: number, channel: number, strideOut: number): number;
      _heif_image_get_decoding_warnings(image: number, first: number, out: number, count: number): number;
    }
  }
  export = createLibHeif;
}
