@echo off
rem Runs Maven in the version that .mvn\wrapper\maven-wrapper.properties names.
rem
rem The first run downloads it, checks its SHA-512 and unpacks it under
rem %MAVEN_USER_HOME%\wrapper\dists (by default %USERPROFILE%\.m2\wrapper\dists); later runs start
rem it from there. Where the download fails, an installed Maven (MAVEN_HOME or PATH) of 3.8 or
rem later does instead. It takes the curl, tar and certutil of Windows 10 or later.
rem
rem   MVNW_DISTRIBUTION_URL   another address of the same .zip, such as a mirror's

setlocal EnableExtensions DisableDelayedExpansion

set "PROPERTIES=%~dp0.mvn\wrapper\maven-wrapper.properties"
if not exist "%PROPERTIES%" (
	>&2 echo mvnw: no .mvn\wrapper\maven-wrapper.properties beside this script
	exit /b 1
)

if defined JAVA_HOME goto java_home
for %%j in (java.exe) do if not "%%~$PATH:j"=="" goto settings
>&2 echo mvnw: no Java found: install a JDK 17 or later and put it on PATH or set JAVA_HOME
exit /b 1
:java_home
if exist "%JAVA_HOME%\bin\java.exe" goto settings
>&2 echo mvnw: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it
exit /b 1

:settings
set "URL="
set "EXPECTED="
for /f "usebackq eol=# tokens=1,* delims==" %%p in ("%PROPERTIES%") do (
	if "%%p"=="distributionUrl" set "URL=%%q"
	if "%%p"=="zipSha512" set "EXPECTED=%%q"
)
if not defined EXPECTED goto no_sum
if "%EXPECTED:~127,1%"=="" goto no_sum
for %%u in ("%URL%") do set "NAME=%%~nu"
set "NAME=%NAME:-bin=%"
if defined MVNW_DISTRIBUTION_URL set "URL=%MVNW_DISTRIBUTION_URL%"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "PARENT=%MAVEN_USER_HOME%\wrapper\dists\%NAME%-%EXPECTED:~0,16%"
set "MVN=%PARENT%\%NAME%\bin\mvn.cmd"
if exist "%MVN%" goto run

rem It is unpacked into a folder of its own and moved at the end, so that builds starting at the
rem same time cannot see half a Maven; whoever is second finds the name taken.
set "WORK=%PARENT%\tmp-%RANDOM%-%RANDOM%"
mkdir "%WORK%"
if not exist "%WORK%" goto installed
"%SystemRoot%\System32\curl.exe" -fsL --connect-timeout 10 --max-time 300 -o "%WORK%\maven.zip" "%URL%"
if not %ERRORLEVEL%==0 goto unreachable
set "FOUND="
for /f "skip=1 delims=" %%h in ('%SystemRoot%\System32\certutil.exe -hashfile "%WORK%\maven.zip" SHA512') do (
	if not defined FOUND set "FOUND=%%h"
)
if /i not "%FOUND%"=="%EXPECTED%" goto mismatch
"%SystemRoot%\System32\tar.exe" -xf "%WORK%\maven.zip" -C "%WORK%"
if not %ERRORLEVEL%==0 goto broken
if not exist "%MVN%" move "%WORK%\%NAME%" "%PARENT%\" >nul
rd /s /q "%WORK%"
if exist "%MVN%" goto run
>&2 echo mvnw: cannot move Maven to "%PARENT%"
exit /b 1

:run
"%MVN%" %*
exit /b

:no_sum
>&2 echo mvnw: zipSha512 in .mvn\wrapper\maven-wrapper.properties is not a SHA-512
exit /b 1

:mismatch
rd /s /q "%WORK%"
>&2 echo mvnw: "%URL%" has the SHA-512 %FOUND% instead of %EXPECTED%; deleted it
exit /b 1

:broken
rd /s /q "%WORK%"
>&2 echo mvnw: cannot unpack "%URL%"
exit /b 1

:unreachable
rd /s /q "%WORK%"
:installed
set "MVN="
set "TOO_OLD="
if defined MAVEN_HOME call :check "%MAVEN_HOME%\bin\mvn.cmd"
for %%m in (mvn.cmd) do if not "%%~$PATH:m"=="" call :check "%%~$PATH:m"
if defined MVN (
	>&2 echo mvnw: cannot download "%URL%", using the installed Maven %VERSION%
	goto run
)
>&2 echo mvnw: cannot download "%URL%"%TOO_OLD%: set MVNW_DISTRIBUTION_URL to a copy of it or install Maven 3.8 or later
exit /b 1

rem Sets MVN to the given mvn.cmd if it is there and recent enough.
:check
if defined MVN exit /b
if not exist "%~1" exit /b
set "VERSION="
for /f "tokens=2,3" %%a in ('call "%~1" -B -v 2^>nul') do if "%%a"=="Maven" set "VERSION=%%b"
set "MAJOR=0"
set "MINOR=0"
for /f "tokens=1,2 delims=." %%a in ("%VERSION%") do (
	set "MAJOR=%%a"
	set "MINOR=%%b"
)
set "TOO_OLD= and the installed Maven %VERSION% is too old"
if %MAJOR% lss 3 exit /b
if %MAJOR% equ 3 if %MINOR% lss 8 exit /b
set "MVN=%~1"
exit /b
