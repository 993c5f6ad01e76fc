package caravan.wordpress;

import caravan.notion.HostedFile;

/**
 * An image in the media library.
 *
 * @param id its id there
 * @param url where it is shown from
 */
public record KeptImage(long id, String url) {

  /** Whether an image with that address is one whose content can be had, and so be kept. */
  static boolean canBeKept(String address) {
    return HostedFile.isLasting(address);
  }
}
