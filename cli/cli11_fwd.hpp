// CLI11's App by name alone: including all of CLI11 costs a file ten seconds of compile time, so only those that add
// options do.
#pragma once

namespace CLI {
class App;
}
