package batch

import (
	"iter"
	"sync"
)

// Run does work on what source yields, by so many workers at once, and hands
// each result to done, in the order of source, one at a time. As many items as
// given may be ahead of done. No further ones are taken once stop is closed, or
// done returns false; those in hand are finished and handed over.
//
// Workers take items themselves, and whoever finishes the first that is missing
// hands over: nothing wakes another goroutine for each item, which would cost as
// much as converting a small file.
func Run[In, Out any](source iter.Seq[In], workers, ahead int, stop <-chan struct{}, work func(In) Out, done func(Out) bool) {
	next, end := iter.Pull(source)
	r := &run[In, Out]{next: next, stop: stop, work: work, done: done, results: make([]result[Out], ahead), over: make(chan struct{})}
	r.moved.L = &r.mu
	for range workers {
		go r.take()
	}
	select {
	case <-r.over:
	case <-stop:
		r.close()
		<-r.over
	}
	if r.source.TryLock() { // else it waits for ever, as for standard input
		end()
	}
}

type run[In, Out any] struct {
	source sync.Mutex // held by who takes an item
	next   func() (In, bool)
	stop   <-chan struct{}
	work   func(In) Out
	done   func(Out) bool

	mu      sync.Mutex
	moved   sync.Cond
	results []result[Out] // of item n at n modulo its length
	taken   int           // items
	handed  int           // results
	handing bool          // somebody hands over
	closed  bool          // nothing is taken any more
	over    chan struct{} // closed when all that was taken is handed over
}

type result[Out any] struct {
	ready bool
	value Out
}

// take works on items until there are no more, or none are wanted.
func (r *run[In, Out]) take() {
	for {
		item, n, ok := r.item()
		if !ok {
			r.close()
			return
		}
		r.hand(n, r.work(item))
	}
}

// item takes an item, once there is room for its result. It may stay in the
// source for ever.
func (r *run[In, Out]) item() (item In, n int, ok bool) {
	r.source.Lock()
	defer r.source.Unlock()
	if !r.room() {
		return item, 0, false
	}
	if item, ok = r.next(); !ok {
		return item, 0, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return item, 0, false
	}
	n = r.taken
	r.taken++
	return item, n, true
}

// room waits until a result more can be held. It returns false when nothing is
// taken any more.
func (r *run[In, Out]) room() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for !r.closed && r.taken-r.handed == len(r.results) {
		r.moved.Wait()
	}
	return !r.closed
}

// hand keeps the result of item n, and hands over what is next unless somebody
// else does.
func (r *run[In, Out]) hand(n int, value Out) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[n%len(r.results)] = result[Out]{true, value}
	if r.handing {
		return
	}
	r.handing = true
	for {
		first := &r.results[r.handed%len(r.results)]
		if !first.ready {
			break
		}
		value := first.value
		*first = result[Out]{}
		r.mu.Unlock()
		more := r.done(value)
		r.mu.Lock()
		r.handed++
		r.closed = r.closed || !more || r.stopped()
		r.moved.Signal()
	}
	r.handing = false
	r.end()
}

// close has nothing taken any more.
func (r *run[In, Out]) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.moved.Broadcast()
	r.end()
}

func (r *run[In, Out]) stopped() bool {
	select {
	case <-r.stop:
		return true
	default:
		return false
	}
}

// end tells when all is handed over. The lock is held.
func (r *run[In, Out]) end() {
	if r.closed && r.handed == r.taken {
		select {
		case <-r.over:
		default:
			close(r.over)
		}
	}
}

// Turns has workers do something in the order of their items.
type Turns struct {
	mu   sync.Mutex
	cond *sync.Cond
	next int
}

// Take does something when all before item n have, by Take or by Pass.
func (t *Turns) Take(n int, do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cond == nil {
		t.cond = sync.NewCond(&t.mu)
	}
	for t.next != n {
		t.cond.Wait()
	}
	do()
	t.next++
	t.cond.Broadcast()
}

// Pass gives up the turn of item n.
func (t *Turns) Pass(n int) { t.Take(n, func() {}) }
