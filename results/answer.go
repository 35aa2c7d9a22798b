package results

import (
	"fmt"

	"github.com/vsconvert/vsconvert/script"
)

// role is what an object is to the answer; it decides which keys count.
type role uint8

const (
	envelope role = iota // the whole answer, or its output standing alone
	output
	failure // the error of an answer that has an object there
)

// answer is an object of the answer before it is known what it means. The
// order of keys does not matter, so all of them are read first.
type answer struct {
	path  string
	at    int
	depth int // how many objects of the answer it is in

	jobID, mediaID, status, created, updated value
	video, audio, resultURL                  value

	errorText, code, errorCode, message, details, uploadStatus value
	failure                                                    *answer // error, when that is an object

	title, language, adType, format value
	vtt, srt, edl, content          value

	segments, items, contentList list
	contentObject                *answer

	body   value   // output, when that is a string, or no value at all
	output *answer // output, when that is an object
	array  list    // output, when that is an array
	hasOut bool    // output is there and not null
}

// slot returns where a scalar member is kept, or nil for an unknown key.
func (a *answer) slot(key string, as role) *value {
	if as != output {
		switch key {
		case "error":
			return &a.errorText
		case "code":
			return &a.code
		case "error_code": // a guess: not documented
			return &a.errorCode
		case "message":
			return &a.message
		case "details":
			return &a.details
		}
	}
	if as == envelope {
		if v := a.jobSlot(key); v != nil {
			return v
		}
	}
	switch key {
	case "title":
		return &a.title
	case "language":
		return &a.language
	case "ad_type":
		return &a.adType
	case "format":
		return &a.format
	case "content":
		return &a.content
	case "vtt":
		return &a.vtt
	case "srt": // as vtt; a guess: not documented
		return &a.srt
	case "edl": // as vtt; a guess: not documented
		return &a.edl
	}
	return nil
}

func (a *answer) jobSlot(key string) *value {
	switch key {
	case "job_id":
		return &a.jobID
	case "status":
		return &a.status
	case "media_id":
		return &a.mediaID
	case "created_at":
		return &a.created
	case "updated_at":
		return &a.updated
	case "video_signed_url":
		return &a.video
	case "audio_signed_url":
		return &a.audio
	case "result_url":
		return &a.resultURL
	case "upload_status":
		return &a.uploadStatus
	}
	return nil
}

// answer reads an object. Errors about what it means, rather than about its
// syntax, wait in its lists until it is known that they count.
func (r *reader) answer(path string, as role, depth int) (*answer, error) {
	a := &answer{path: path, at: r.pos, depth: depth}
	var seen seenKeys
	if err := r.open(); err != nil {
		return nil, err
	}
	for first := true; ; first = false {
		ok, err := r.more('}', first)
		if !ok {
			return a, err
		}
		key, at, err := r.member()
		if err != nil {
			return nil, err
		}
		if a.knows(key, as) && seen.again(key) {
			if err := r.warn(at, join(path, key), "", errKeyTwice); err != nil {
				return nil, err
			}
		}
		if err := r.field(a, key, as); err != nil {
			return nil, err
		}
	}
}

// member reads a member's name and also returns its offset.
func (r *reader) member() (key string, at int, err error) {
	r.peek()
	at = r.pos
	key, err = r.key()
	return key, at, err
}

func (a *answer) knows(key string, as role) bool {
	switch key {
	case "segments", "items":
		return as != failure
	case "output":
		return as == envelope
	}
	return a.slot(key, as) != nil
}

// field reads the value of a member.
func (r *reader) field(a *answer, key string, as role) (err error) {
	c, path := r.peek(), join(a.path, key)
	switch key {
	case "content":
		a.contentList, a.contentObject = list{}, nil
	case "error":
		a.failure = nil
	}
	switch {
	case key == "segments" && as != failure:
		return r.list(&a.segments, path)
	case key == "items" && as != failure:
		return r.list(&a.items, path)
	case key == "output" && as == envelope:
		return r.outputField(a, path)
	case key == "content" && c == '[' && as != failure:
		a.content = value{}
		return r.list(&a.contentList, path)
	case key == "content" && c == '{' && as != failure && a.depth < maxNested:
		a.content = value{}
		a.contentObject, err = r.answer(path, output, a.depth+1)
		return err
	case key == "error" && c == '{' && as == envelope:
		a.errorText = value{}
		a.failure, err = r.answer(path, failure, a.depth+1)
		return err
	}
	v, err := r.value()
	slot := a.slot(key, as)
	if slot != nil {
		*slot = v
	}
	return err
}

func (r *reader) outputField(a *answer, path string) (err error) {
	a.output, a.array, a.body = nil, list{}, value{}
	switch r.peek() {
	case '{':
		a.hasOut = true
		a.output, err = r.answer(path, output, a.depth+1)
	case '[':
		a.hasOut = true
		err = r.list(&a.array, path)
	default:
		a.body, err = r.value()
		a.hasOut = a.body.present()
	}
	return err
}

var errKeyTwice = fmt.Errorf("%w: key given twice, the last one counts", script.ErrAssumed)

// seenKeys finds known keys given twice.
type seenKeys struct{ names []string }

func (s *seenKeys) again(key string) bool {
	for _, name := range s.names {
		if name == key {
			return true
		}
	}
	s.names = append(s.names, key)
	return false
}
