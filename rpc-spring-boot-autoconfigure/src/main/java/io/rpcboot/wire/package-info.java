/**
 * The wire of Python's {@code multiprocessing.connection}: frames, handshake, envelopes,
 * and the sockets that carry them.
 *
 * <pre>
 * connection = [ handshake ] *frame
 * frame      = length payload
 * length     = int32be               ; 0 .. 2^31-1
 *            / FFFFFFFF uint64be     ; received only; Python 3.8 and later, above 2^31-1
 * handshake  = challenge answer verdict    ; the listener challenges the client,
 *              challenge answer verdict    ; then the client challenges the listener
 * challenge  = "#CHALLENGE#" message
 * message    = 20 bytes                      ; Python 2.7 to 3.11
 *            / "{" digest "}" 40 bytes       ; Python 3.12 and later
 * answer     = 16 bytes                      ; HMAC-MD5 of the message
 *            / "{" digest "}" HMAC           ; HMAC of the message, its prefix included
 * verdict    = "#WELCOME#" / "#FAILURE#"
 * payload    = pickle of one text            ; connection.send(text)
 *            / pickle of one bytes           ; connection.send(data)
 *            / bytes                         ; connection.send_bytes(data)
 * </pre>
 *
 * No frame of a handshake is longer than 256 bytes.
 */
@NullMarked
package io.rpcboot.wire;

import org.jspecify.annotations.NullMarked;
