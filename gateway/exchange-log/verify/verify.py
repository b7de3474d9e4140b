#!/usr/bin/env python3
"""核验监通交换日志的证明文件，不用监通的任何程序。 Checks a bundle of log proofs with no program of Jiantong.

用法 Usage:  python3 verify.py proof.json --key 'name+id+base64'

--key 是事先取得的公钥，或其指纹（64 位十六进制数，须与文件自带的公钥之一相符）；时间戳机构的证书也以其指纹给出；可重复。
--key is a public key that you had beforehand, or its fingerprint (64 hexadecimal digits, of a key in the file); the
certificate of a time stamp authority is given by its fingerprint, too; may be repeated.

需要 Python 3.8 以上和 openssl 3 程序；不联网，不装别的。 Needs Python 3.8 and the program openssl 3; no network.
结束码 Exit code: 0 全部属实 all proven, 1 有问题 something is wrong, 2 用法不对 wrong usage.

What it follows: RFC 6962 (hashes), RFC 9162 section 2.1.3.2 (inclusion), C2SP signed-note, tlog-checkpoint, tlog-proof;
RFC 3161 (time stamps) by way of openssl.
"""
import argparse
import base64
import binascii
import calendar
import datetime
import hashlib
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile
import time

CLOCKS_DIFFER = 5 * 60
SM2_MARK = b"\xffjiantong/sm2-sm3/v1\n"
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


class Fault(Exception):
    """Why an event, or the whole bundle, is not to be believed."""


def decode(text):
    """Base64 in its one exact form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Fault("base64 格式不对 not base64: " + text[:40])
    if base64.b64encode(data).decode() != text:
        raise Fault("base64 格式不对 not base64 in its exact form: " + text[:40])
    return data


class Key:
    """A public key in the form name+id+base64."""

    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise Fault("不是公钥 not a public key: " + text[:60])
        self.name, key_id, encoded = parts
        self.data = decode(encoded)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + self.data).digest()[:4]
        if self.id.hex() != key_id:
            raise Fault("公钥编号不符 the key's id does not fit: " + text[:60])
        if self.data[:1] == b"\x01" and len(self.data) == 33:
            self.algorithm, self.public = "ed25519", self.data[1:]
        elif self.data.startswith(SM2_MARK) and len(self.data) == len(SM2_MARK) + 65:
            self.algorithm, self.public = "sm2", self.data[len(SM2_MARK):]
        else:
            raise Fault("不认识的公钥算法 unknown algorithm of a key: " + text[:60])
        self.fingerprint = hashlib.sha256(self.public).hexdigest()

    def verify(self, text, signature):
        """Asks the openssl program, which shares no code with Jiantong."""
        with tempfile.TemporaryDirectory() as folder:
            spki = (ED25519_SPKI if self.algorithm == "ed25519" else SM2_SPKI) + self.public
            pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(spki).decode()
            if self.algorithm == "sm2":
                signature = der_of(signature)
            for name, content in (("key", pem.encode()), ("text", text), ("signature", signature)):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]
            if self.algorithm == "sm2":
                command += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
            done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return done.returncode == 0


def der_of(signature):
    """The two numbers of an SM2 signature as openssl reads them."""
    if len(signature) != 64:
        raise Fault("SM2 签名长度不对 an SM2 signature of a wrong length")
    numbers = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = (b"\0" if number[0] > 127 else b"") + number
        numbers += b"\x02" + bytes([len(number)]) + number
    return b"\x30" + bytes([len(numbers)]) + numbers


def open_checkpoint(note, keys):
    """Origin, size, root, hash and text of a checkpoint that one of the keys has signed under the log's own name."""
    text, empty, signatures = note.rpartition("\n\n")
    if not empty or not signatures.endswith("\n"):
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    text += "\n"
    signers = []
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Fault("检查点的格式不对 the checkpoint has not the form of one")
        data = decode(parts[2])
        for key in keys:
            if key.name == parts[1] and key.id == data[:4]:
                if not key.verify(text.encode(), data[4:]):
                    raise Fault("检查点的签名不对 the checkpoint's signature is forged")
                signers.append(key)
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    origin, size, root = lines[0], int(lines[1]), decode(lines[2])
    if len(root) != 32:
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    if not any(key.name == origin for key in signers):
        raise Fault("检查点没有所给密钥的签名 no given key has signed the checkpoint")
    return origin, size, root, "sm3" if "hash sm3" in lines[3:] else "sha256", text


def parse_proof(text):
    """Index, hashes and checkpoint of a proof."""
    head, empty, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not empty or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Fault("证明的格式不对 the proof has not the form of one")
    lines = lines[1:]
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines[0]) if lines else None
    path = [decode(line) for line in lines[1:]]
    if not match or len(path) > 63 or any(len(node) != 32 for node in path):
        raise Fault("证明的格式不对 the proof has not the form of one")
    return int(match.group(1)), path, checkpoint


def root_of(index, size, entry, path, hash_name):
    """The root to which an entry and its path lead; None where the path has a wrong length."""
    digest = lambda *parts: hashlib.new(hash_name, b"".join(parts)).digest()
    if index >= size:
        return None
    here, last, node = index, size - 1, digest(b"\0", entry)
    for beside in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            node = digest(b"\1", beside, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = digest(b"\1", node, beside)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


class Stamps:
    """The time stamps of a bundle: openssl reads and checks them, against certificates whose fingerprints were typed."""

    def __init__(self, tokens, typed):
        self.typed = [fingerprint_of(text) for text in typed]
        self.tokens = [decode(token) for token in tokens]
        self.unchecked = 0

    def times(self, texts):
        """When each of the texts was there at the latest, by the tokens over it."""
        found, faults = {}, []
        for token in self.tokens:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    at, digest = self.check(folder, token)
                except Fault as fault:
                    faults.append(fault)
                    continue
            if at is None:
                self.unchecked += 1
                continue
            text = next((text for text in texts if hashlib.sha256(text.encode()).hexdigest() == digest), None)
            if text is None:
                faults.append(Fault("时间戳盖在别的内容上 a time stamp is over something else"))
            else:
                found[text] = min(at, found.get(text, at))
        return found, faults

    def check(self, folder, token):
        """Time and digest of a token; None for both where no certificate that it carries was typed."""
        def run(*command):
            done = subprocess.run(("openssl",) + command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            return done.returncode == 0, done.stdout.decode("utf-8", "replace")

        with open(os.path.join(folder, "token"), "wb") as file:
            file.write(token)
        _, said = run("ts", "-reply", "-in", "token", "-token_in", "-text")
        _, carried = run("pkcs7", "-inform", "DER", "-in", "token", "-print_certs")
        match = re.search(r"Time stamp: (.*?)(?:\.(\d+))?( \d{4}) GMT", said)
        dump = re.search(r"Message data:\n((?:    .*\n)+)", said)
        if not match or not dump:
            raise Fault("时间戳的格式不对 a time stamp has not the form of one")
        at = calendar.timegm(time.strptime(match.group(1) + match.group(3), "%b %d %H:%M:%S %Y"))
        digest = "".join(re.sub(r"^.*? - ", "", line)[:49] for line in dump.group(1).splitlines())
        digest = re.sub(r"[^0-9a-f]", "", digest)
        pems = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", carried, re.S)
        named = [pem for pem in pems if self.name(pem) in self.typed]
        if not named:
            return None, None
        for name, content in (("trusted", named), ("offered", pems)):
            with open(os.path.join(folder, name), "w") as file:
                file.write("\n".join(content) + "\n")
        good, _ = run("ts", "-verify", "-digest", digest, "-in", "token", "-token_in", "-CAfile", "trusted",
                      "-untrusted", "offered", "-partial_chain", "-attime", str(at))
        if not good:
            raise Fault("时间戳不是所给证书的机构所签 a time stamp is not that of the given authority")
        return at, digest

    @staticmethod
    def name(pem):
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def fingerprint_of(text):
    return re.sub(r"[\s:]", "", text).lower()


def check_event(event, keys, record):
    entry = decode(event["entry"])
    index, path, checkpoint = parse_proof(event["proof"])
    origin, size, root, hash_name, text = open_checkpoint(checkpoint, keys)
    if root_of(index, size, entry, path, hash_name) != root:
        raise Fault("事件不在检查点所签的日志里 the event is not in the log that the checkpoint signs")
    try:
        said = json.loads(entry.decode("utf-8"))
    except ValueError:
        raise Fault("事件内容无法识别 the entry cannot be read")
    if record is not None and said.get("record") != record:
        raise Fault("事件说的是另一条记录 the event tells of another record")
    shown = event.get("disclosed")
    if shown is not None:
        made = hashlib.sha256((shown["salt"] + "\n" + shown["content"]).encode("utf-8")).hexdigest()
        if not isinstance(said.get("digests"), dict) or said["digests"].get("commitment") != made:
            raise Fault("展示的内容与事件所承诺的不符 the content that is shown is not what the event commits to")
    return index, origin, size, root, said, text


def trusted_keys(typed, offered):
    keys = []
    for text in typed:
        fingerprint = fingerprint_of(text)
        if re.fullmatch(r"[0-9a-f]{64}", fingerprint):
            # That of a time stamp authority's certificate is no key's; what no fingerprint names is trusted by nobody.
            keys += [key for key in map(Key, offered) if key.fingerprint == fingerprint][:1]
        else:
            keys.append(Key(text.strip()))
    return keys


def check_bundle(bundle, typed):
    """Says of every event whether it is proven; gives the number of faults."""
    stamps = Stamps(bundle.get("timeStamps", []), typed)
    texts = [parse_proof(event["proof"])[2].rpartition("\n\n")[0] + "\n" for event in bundle["events"] if readable(event)]
    times, wrong = stamps.times(texts)
    keys = trusted_keys(typed, bundle.get("keys", []))
    faults, roots, seen = len(wrong), {}, set()
    for fault in wrong:
        print("有误 wrong", fault)
    for number, event in enumerate(bundle["events"], 1):
        try:
            index, origin, size, root, said, text = check_event(event, keys, bundle.get("record"))
            if (origin, index) in seen:
                raise Fault("同一事件出现两次 the event stands in the bundle twice")
            seen.add((origin, index))
            if roots.setdefault((origin, size), root) != root:
                raise Fault("同样大小的两个检查点内容不同 two checkpoints of one size differ")
            by = ""
            if text in times:
                if seconds_of(said.get("at")) - times[text] > CLOCKS_DIFFER:
                    raise Fault("事件自记的时间晚于外部时间戳 the event gives itself a later time than an outsider's")
                by = "最迟已存在于 there by " + datetime.datetime.utcfromtimestamp(times[text]).isoformat() + "Z"
            print("属实 proven", index, json.dumps(said, ensure_ascii=False, sort_keys=True), by)
            if event.get("disclosed") is not None:
                print("    内容 content", event["disclosed"]["content"])
        except Fault as fault:
            faults += 1
            print("有误 wrong", number, fault)
    if stamps.unchecked:
        print("未核对的时间戳 time stamps not checked: %d（请以 --key 给出机构证书的指纹 give the fingerprint of the authority's certificate）" % stamps.unchecked)
    if not bundle["events"]:
        raise Fault("文件里没有事件 the bundle holds no event")
    return faults


def readable(event):
    try:
        parse_proof(event["proof"])
        return True
    except Fault:
        return False


def seconds_of(at):
    try:
        return datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
    except (TypeError, ValueError):
        return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--key", action="append", required=True)
    given = parser.parse_args()
    try:
        with open(given.bundle, encoding="utf-8") as file:
            bundle = json.load(file)
        if not isinstance(bundle, dict) or not isinstance(bundle.get("events"), list):
            raise Fault("不是证明文件 the file is no bundle of proofs")
        faults = check_bundle(bundle, given.key)
    except (Fault, ValueError, KeyError, TypeError, AttributeError) as fault:
        print("有误 wrong", fault)
        return 1
    print("全部属实 all proven" if faults == 0 else "有 %d 处问题，不能采信 %d faults: not to be relied on" % (faults, faults))
    return 0 if faults == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
