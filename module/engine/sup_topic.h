/* Topics: how one subject adds to another one's change without being called by it.
 * Owns: telling and hearing.
 * Must not know: which topics there are (subjects/topics), what is told, who hears.
 *
 * Whoever changes something tells its topic while he decides; every subject that hears it
 * adds reads and ops of its own to the same call, and so to the same commit. A figure, an
 * index or a message can therefore never disagree with the change that caused it. */
#ifndef SUP_TOPIC_H
#define SUP_TOPIC_H

#include "sup_subject.h"

/* Asks all who hear; SUP_AGAIN when one of them waits for reads, so that all reads are in
 * one round. Typed wrappers stand beside the topics. */
sup_rc sup_tell(sup_ctx *c, unsigned topic, const void *told);

#endif
