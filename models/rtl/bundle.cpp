#include "models/rtl/bundle.hpp"

#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/text_file.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

/// Lists what an export wrote, so that a later one knows what it may replace.
const char* const list_name = "files.txt";

std::string list_of(const RtlBundle& bundle) {
    std::string list;
    for (const RtlFile& file : bundle.files) list += file.name + "\n";
    return list;
}

/// Throws unless the folder is empty, or holds what its own list names and nothing else.
void check_replaceable(const fs::path& folder) {
    if (!fs::is_directory(folder))
        throw ConfigError(fmt::format("'{}' is a file: give a folder for the RTL", folder.string()));
    const bool listed = fs::is_regular_file(folder / list_name);
    const std::string list = listed ? "\n" + read_text_file((folder / list_name).string()) : std::string();
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).generic_string();
        const bool known = name == list_name      ? listed
                           : entry.is_directory() ? list.find("\n" + name + "/") != std::string::npos
                                                  : list.find("\n" + name + "\n") != std::string::npos;
        if (!known)
            throw ConfigError(fmt::format(
                "folder '{}' holds '{}', which is no file of an earlier export: give an empty or a new folder",
                folder.string(), name));
    }
}

/// Removes a folder when it goes out of scope.
struct Removed {
    fs::path path;
    ~Removed() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

void write_files(const RtlBundle& bundle, const fs::path& folder) {
    const auto write = [&](const std::string& name, const std::string& text) {
        fs::create_directories((folder / name).parent_path());
        AtomicFile file((folder / name).string());
        file.write(text);
        file.commit();
    };
    for (const RtlFile& file : bundle.files) write(file.name, file.text);
    write(list_name, list_of(bundle));
}

} // namespace

const std::string& RtlBundle::text_of(const std::string& name) const {
    for (const RtlFile& file : files)
        if (file.name == name) return file.text;
    throw Error(fmt::format("the export has no file '{}'", name));
}

void write_bundle(const RtlBundle& bundle, const std::string& folder) {
    fs::path target = fs::path(folder).lexically_normal();
    if (!target.has_filename()) target = target.parent_path(); // "rtl/"
    try {
        const bool exists = fs::exists(target);
        if (exists) {
            target = fs::canonical(target);
            check_replaceable(target);
        }
        const std::string suffix = fmt::format("-{}", ::getpid());
        const Removed fresh{target.string() + ".tmp" + suffix};
        const Removed old{target.string() + ".old" + suffix};
        write_files(bundle, fresh.path);
        if (exists) fs::rename(target, old.path);
        fs::rename(fresh.path, target);
    } catch (const fs::filesystem_error& error) {
        throw IoError(fmt::format("cannot write the RTL to '{}': {}", folder, error.code().message()));
    }
}

} // namespace fracbit::models
