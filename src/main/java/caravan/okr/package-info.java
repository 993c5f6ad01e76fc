/** Objectives and key results: how far they are, and whether that is far enough by now. */
package caravan.okr;
