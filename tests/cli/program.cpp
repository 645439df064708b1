#include "tests/cli/program.hpp"

#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <pty.h>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fracbit::tests {
namespace {

[[noreturn]] void become(const std::vector<std::string>& arguments, const RunOptions& options) {
    for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (options.file_size_limit > 0) {
        const auto limit = static_cast<rlim_t>(options.file_size_limit);
        const rlimit limits{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &limits);
    }
    std::vector<std::string> words{FRACBIT_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(FRACBIT_PROGRAM, pointers.data());
    ::_exit(127);
}

int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

/// Waits for the process; interrupts it once the folder is not empty, kills it after a time.
int wait_for(pid_t child, const RunOptions& options) {
    const std::string& folder = options.interrupt_when_exists;
    int status = 0;
    bool interrupted = folder.empty();
    const auto end =
        std::chrono::steady_clock::now() + (options.kill_after_ms > 0 ? std::chrono::milliseconds(options.kill_after_ms)
                                                                      : std::chrono::milliseconds(300'000));
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (!interrupted && !std::filesystem::is_empty(folder)) {
            interrupted = true;
            ::kill(child, SIGINT);
            ::kill(child, SIGINT); // as `timeout` does: once to the process, once to its group
        }
        if (std::chrono::steady_clock::now() > end) ::kill(child, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(options.kill_after_ms > 0 ? 1 : 5));
    }
    return exit_status(status);
}

} // namespace

Outcome run_fracbit(const std::vector<std::string>& arguments, const RunOptions& options) {
    const TemporaryFolder folder;
    const std::string out = options.stdout_path.empty() ? folder.file("out") : options.stdout_path;
    const std::string err = folder.file("err");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    if (child == 0) {
        const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT, 0600);
        const int err_file = ::open(err.c_str(), O_WRONLY | O_CREAT, 0600);
        ::dup2(out_file, STDOUT_FILENO);
        ::dup2(err_file, STDERR_FILENO);
        become(arguments, options);
    }
    Outcome outcome;
    outcome.status = wait_for(child, options);
    if (options.stdout_path.empty()) outcome.out = read_text(out);
    outcome.err = read_text(err);
    return outcome;
}

Outcome run_on_terminal(const std::vector<std::string>& arguments, int columns) {
    winsize size{};
    size.ws_row = 40;
    size.ws_col = static_cast<unsigned short>(columns);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (child < 0) throw std::runtime_error("cannot open a terminal");
    if (child == 0) become(arguments, {0, "", "", {{"TERM", "xterm"}}, 0});
    Outcome outcome;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(terminal, buffer, sizeof buffer)) > 0;)
        outcome.out.append(buffer, static_cast<std::size_t>(count));
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(terminal);
    outcome.status = exit_status(status);
    outcome.out.erase(std::remove(outcome.out.begin(), outcome.out.end(), '\r'), outcome.out.end());
    return outcome;
}

std::string repository(const std::string& path) { return FRACBIT_SOURCE_DIR "/" + path; }

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_text(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

nlohmann::json read_json(const std::string& path) { return nlohmann::json::parse(read_text(path)); }

std::size_t longest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
    return longest;
}

std::string small_network() {
    return "name,kind,channels,height,width,out_channels,kernel,stride,padding,relu\n"
           "first,conv,3,8,8,10,3,1,1,1\n"
           "pool,max_pool,10,8,8,,2,2,,\n"
           "last,linear,10,4,4,7,,,,\n";
}

std::vector<std::string> simulate_small(const std::string& network_path) {
    write_text(network_path, small_network());
    return {"simulate", "--network", network_path, "--set", "array.rows=8", "--set", "array.columns=16"};
}

} // namespace fracbit::tests
