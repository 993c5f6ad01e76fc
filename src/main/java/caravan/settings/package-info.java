/** Every setting: where it comes from, what it may be, and what is wrong with it. */
package caravan.settings;
