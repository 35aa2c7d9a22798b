// Package html writes a script as a review page and reads the page back: one
// HTML file that opens from disk in any browser, without network, in which a
// reviewer sees the programme as a timeline, hears each description spoken,
// corrects texts and times, and saves the same page with the corrections in it.
//
// All of a script is kept, times to the nanosecond. Rows that were not touched
// remember how they were written, so that merging takes over what the reviewer
// did and nothing else; see [Decoder.Written].
//
// # Security considerations
//
// The page's policy forbids the network, and all scripts but its own. What
// comes from the script is inert JSON that cannot end its element, and gets
// into the page as text only. A page that is read is data: nothing in it is
// run, and only the data element is looked at.
package html
