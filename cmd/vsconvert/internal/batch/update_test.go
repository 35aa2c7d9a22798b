package batch

import _ "github.com/vsconvert/vsconvert/internal/golden" // so that -update is known here too
